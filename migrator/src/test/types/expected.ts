export type Json =
  | string
  | number
  | boolean
  | null
  | { [key: string]: Json | undefined }
  | Json[]

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: "14"
  }
  other: {
    Tables: {
      things: {
        Row: {
          id: number
          owner: string | null
        }
        Insert: {
          id: number
          owner?: string | null
        }
        Update: {
          id?: number
          owner?: string | null
        }
        Relationships: []
      }
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      [_ in never]: never
    }
    Enums: {
      size: "small" | "large"
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
  public: {
    Tables: {
      "Order Items": {
        Row: {
          line: number
          order: number
          "the \"price\"": number
        }
        Insert: {
          line: number
          order: number
          "the \"price\"": number
        }
        Update: {
          line?: number
          order?: number
          "the \"price\""?: number
        }
        Relationships: []
      }
      orders: {
        Row: {
          buyer: string
          day: string | null
          doubled: number | null
          during: string | null
          id: number
          ip: string | null
          item: number | null
          line: number | null
          number: number
          paid: boolean
          payload: Json
          raw: string | null
          seller: string | null
          size: number | null
          spent: string | null
          tags: string[]
          total: number
          weight: number | null
        }
        Insert: {
          buyer: string
          day?: string | null
          doubled?: never
          during?: string | null
          id?: never
          ip?: string | null
          item?: number | null
          line?: number | null
          number?: number
          paid?: boolean
          payload: Json
          raw?: string | null
          seller?: string | null
          size?: number | null
          spent?: string | null
          tags?: string[]
          total: number
          weight?: number | null
        }
        Update: {
          buyer?: string
          day?: string | null
          doubled?: never
          during?: string | null
          id?: never
          ip?: string | null
          item?: number | null
          line?: number | null
          number?: number
          paid?: boolean
          payload?: Json
          raw?: string | null
          seller?: string | null
          size?: number | null
          spent?: string | null
          tags?: string[]
          total?: number
          weight?: number | null
        }
        Relationships: [
          {
            foreignKeyName: "items"
            columns: ["item", "line"]
            isOneToOne: false
            referencedRelation: "Order Items"
            referencedColumns: ["order", "line"]
          },
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_seller_fkey"
            columns: ["seller"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_seller_fkey"
            columns: ["seller"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
        ]
      }
      parts: {
        Row: {
          at: string
          id: number
          note: string | null
        }
        Insert: {
          at: string
          id: number
          note?: string | null
        }
        Update: {
          at?: string
          id?: number
          note?: string | null
        }
        Relationships: []
      }
      profiles: {
        Row: {
          bio: string | null
          user_id: string
        }
        Insert: {
          bio?: string | null
          user_id: string
        }
        Update: {
          bio?: string | null
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: "profiles_user_id_fkey"
            columns: ["user_id"]
            isOneToOne: true
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "profiles_user_id_fkey"
            columns: ["user_id"]
            isOneToOne: true
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
        ]
      }
      users: {
        Row: {
          code: string
          created_at: string
          email: string
          home: Database["public"]["CompositeTypes"]["address"] | null
          id: string
          mood: Database["public"]["Enums"]["mood"]
          moods: Database["public"]["Enums"]["mood"][] | null
          name: string
          nickname: string
          size: Database["other"]["Enums"]["size"] | null
          full_name: string | null
          shout: string | null
        }
        Insert: {
          code?: string
          created_at?: string
          email: string
          home?: Database["public"]["CompositeTypes"]["address"] | null
          id?: string
          mood?: Database["public"]["Enums"]["mood"]
          moods?: Database["public"]["Enums"]["mood"][] | null
          name: string
          nickname: string
          size?: Database["other"]["Enums"]["size"] | null
        }
        Update: {
          code?: string
          created_at?: string
          email?: string
          home?: Database["public"]["CompositeTypes"]["address"] | null
          id?: string
          mood?: Database["public"]["Enums"]["mood"]
          moods?: Database["public"]["Enums"]["mood"][] | null
          name?: string
          nickname?: string
          size?: Database["other"]["Enums"]["size"] | null
        }
        Relationships: []
        ComputedFields: "full_name" | "shout"
      }
    }
    Views: {
      big_orders: {
        Row: {
          buyer: string | null
          id: number | null
        }
        Insert: {
          buyer?: string | null
          id?: number | null
        }
        Update: {
          buyer?: string | null
          id?: number | null
        }
        Relationships: [
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
        ]
      }
      counted: {
        Row: {
          orders: number | null
        }
        Relationships: []
      }
      paid_orders: {
        Row: {
          buyer: string | null
          id: number | null
          total: number | null
          twice: number | null
        }
        Insert: {
          buyer?: string | null
          id?: number | null
          total?: number | null
          twice?: never
        }
        Update: {
          buyer?: string | null
          id?: number | null
          total?: number | null
          twice?: never
        }
        Relationships: [
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
        ]
      }
      people: {
        Row: {
          "full name": string | null
          id: string | null
        }
        Insert: {
          "full name"?: string | null
          id?: string | null
        }
        Update: {
          "full name"?: string | null
          id?: string | null
        }
        Relationships: []
      }
      totals: {
        Row: {
          buyer: string | null
          total: number | null
        }
        Relationships: [
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "people"
            referencedColumns: ["id"]
          },
          {
            foreignKeyName: "orders_buyer_fkey"
            columns: ["buyer"]
            isOneToOne: false
            referencedRelation: "users"
            referencedColumns: ["id"]
          },
        ]
      }
    }
    Functions: {
      add: { Args: { a: number; b?: number }; Returns: number }
      any_row: { Args: never; Returns: Record<string, unknown> }
      area:
        | { Args: { radius: number }; Returns: number }
        | { Args: { height: number; width: number }; Returns: number }
      body: { Args: { "": Json }; Returns: Json }
      bought: {
        Args: { "": Database["public"]["Tables"]["users"]["Row"] }
        Returns: {
          buyer: string
          day: string | null
          doubled: number | null
          during: string | null
          id: number
          ip: string | null
          item: number | null
          line: number | null
          number: number
          paid: boolean
          payload: Json
          raw: string | null
          seller: string | null
          size: number | null
          spent: string | null
          tags: string[]
          total: number
          weight: number | null
        }[]
        SetofOptions: {
          from: "users"
          to: "orders"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      find_users: {
        Args: { term: string }
        Returns: {
          code: string
          created_at: string
          email: string
          home: Database["public"]["CompositeTypes"]["address"] | null
          id: string
          mood: Database["public"]["Enums"]["mood"]
          moods: Database["public"]["Enums"]["mood"][] | null
          name: string
          nickname: string
          size: Database["other"]["Enums"]["size"] | null
        }[]
        SetofOptions: {
          from: "*"
          to: "users"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      full_name: {
        Args: { "": Database["public"]["Tables"]["users"]["Row"] }
        Returns: { error: true } & "public.full_name computes a field: name it in select() of its table"
      }
      home_of: {
        Args: { id: string }
        Returns: Database["public"]["CompositeTypes"]["address"]
      }
      join_all: {
        Args: { parts?: string[]; separator: string }
        Returns: string
      }
      latest_order: {
        Args: { "": Database["public"]["Tables"]["users"]["Row"] }
        Returns: {
          buyer: string
          day: string | null
          doubled: number | null
          during: string | null
          id: number
          ip: string | null
          item: number | null
          line: number | null
          number: number
          paid: boolean
          payload: Json
          raw: string | null
          seller: string | null
          size: number | null
          spent: string | null
          tags: string[]
          total: number
          weight: number | null
        }
        SetofOptions: {
          from: "users"
          to: "orders"
          isOneToOne: true
          isSetofReturn: true
        }
      }
      nothing: { Args: never; Returns: undefined }
      one_user: {
        Args: { id: string }
        Returns: {
          code: string
          created_at: string
          email: string
          home: Database["public"]["CompositeTypes"]["address"] | null
          id: string
          mood: Database["public"]["Enums"]["mood"]
          moods: Database["public"]["Enums"]["mood"][] | null
          name: string
          nickname: string
          size: Database["other"]["Enums"]["size"] | null
        }
        SetofOptions: {
          from: "*"
          to: "users"
          isOneToOne: true
          isSetofReturn: false
        }
      }
      shout: {
        Args: { person: Database["public"]["Tables"]["users"]["Row"] }
        Returns: string
      }
      single: { Args: never; Returns: number }
      summary: {
        Args: { since: string }
        Returns: {
          buyer: string
          moods: Database["public"]["Enums"]["mood"][]
          total: number
        }[]
      }
      two: {
        Args: never
        Returns: {
          first: number
          second: string
        }
      }
      unclear:
        | {
            Args: { a: number }
            Returns: { error: true } & "public.unclear is there more than once with these names of arguments"
          }
        | {
            Args: { a: string }
            Returns: { error: true } & "public.unclear is there more than once with these names of arguments"
          }
      words: { Args: never; Returns: string[] }
    }
    Enums: {
      mood: "happy" | "so-so" | "it's \"bad\""
    }
    CompositeTypes: {
      address: {
        street: string | null
        number: number | null
        mood: Database["public"]["Enums"]["mood"] | null
      }
    }
  }
}

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

export const Constants = {
  other: {
    Enums: {
      size: ["small", "large"],
    },
  },
  public: {
    Enums: {
      mood: ["happy", "so-so", "it's \"bad\""],
    },
  },
} as const
