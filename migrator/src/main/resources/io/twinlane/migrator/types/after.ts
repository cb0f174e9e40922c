type Schemas = Omit<Database, "__InternalSupabase">

type DefaultSchema = Schemas[Extract<keyof Schemas, "public">]

type InSchema = { schema: keyof Schemas }

type Readable<Schema extends keyof Schemas> = Schemas[Schema]["Tables"] &
  Schemas[Schema]["Views"]

type DefaultReadable = DefaultSchema["Tables"] & DefaultSchema["Views"]

type Part<Group, Name, Key extends string> = Name extends keyof Group
  ? Group[Name] extends Record<Key, infer Found>
    ? Found
    : never
  : never

export type Tables<
  NameOrSchema extends keyof DefaultReadable | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Readable<NameOrSchema["schema"]>
    : never = never,
> = NameOrSchema extends InSchema
  ? Part<Readable<NameOrSchema["schema"]>, Name, "Row">
  : Part<DefaultReadable, NameOrSchema, "Row">

export type TablesInsert<
  NameOrSchema extends keyof DefaultSchema["Tables"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Schemas[NameOrSchema["schema"]]["Tables"]
    : never = never,
> = NameOrSchema extends InSchema
  ? Part<Schemas[NameOrSchema["schema"]]["Tables"], Name, "Insert">
  : Part<DefaultSchema["Tables"], NameOrSchema, "Insert">

export type TablesUpdate<
  NameOrSchema extends keyof DefaultSchema["Tables"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Schemas[NameOrSchema["schema"]]["Tables"]
    : never = never,
> = NameOrSchema extends InSchema
  ? Part<Schemas[NameOrSchema["schema"]]["Tables"], Name, "Update">
  : Part<DefaultSchema["Tables"], NameOrSchema, "Update">

export type Enums<
  NameOrSchema extends keyof DefaultSchema["Enums"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Schemas[NameOrSchema["schema"]]["Enums"]
    : never = never,
> = NameOrSchema extends InSchema
  ? Schemas[NameOrSchema["schema"]]["Enums"][Name]
  : NameOrSchema extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][NameOrSchema]
    : never

export type CompositeTypes<
  NameOrSchema extends keyof DefaultSchema["CompositeTypes"] | InSchema,
  Name extends NameOrSchema extends InSchema
    ? keyof Schemas[NameOrSchema["schema"]]["CompositeTypes"]
    : never = never,
> = NameOrSchema extends InSchema
  ? Schemas[NameOrSchema["schema"]]["CompositeTypes"][Name]
  : NameOrSchema extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][NameOrSchema]
    : never
