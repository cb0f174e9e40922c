import { PostgrestClient } from "@supabase/postgrest-js"
import { Constants } from "./database.types.js"
import type {
  CompositeTypes,
  Database,
  Enums,
  Json,
  Tables,
  TablesInsert,
  TablesUpdate,
} from "./database.types.js"

const client = new PostgrestClient<Database>("http://localhost/rest/v1")

/** Does not compile unless the two types are the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(_: Same<A, B>): void {}

type User = Tables<"users">

export async function select() {
  const { data: users } = await client.from("users").select("id, name, nickname, mood, moods, size, home")
  same<typeof users, {
    id: string
    name: string
    nickname: string
    mood: "happy" | "so-so" | 'it\'s "bad"'
    moods: ("happy" | "so-so" | 'it\'s "bad"')[] | null
    size: "small" | "large" | null
    home: Database["public"]["CompositeTypes"]["address"] | null
  }[] | null>(true)

  const { data: all } = await client.from("users").select("*").single()
  const name: string = all!.name
  // @ts-expect-error a computed field is not part of a star
  all!.full_name
  // @ts-expect-error a private column is not there
  all!.password

  const { data: computed } = await client.from("users").select("name, full_name, shout").single()
  same<typeof computed, { name: string; full_name: string | null; shout: string | null } | null>(true)

  const { data: wrong } = await client.from("users").select("nome").single()
  // @ts-expect-error there is no such column
  wrong!.nome

  // @ts-expect-error there is no such table
  client.from("user")

  // @ts-expect-error a mood is one of three words
  client.from("users").select().eq("mood", "furious")

  const { data: odd } = await client.from("Order Items").select('order, line, "the ""price"""').limit(1)
  odd
  return name
}

export async function embed() {
  const { data } = await client
    .from("orders")
    .select("id, total, buyer:users!orders_buyer_fkey(name), seller:users!orders_seller_fkey(name)")
    .single()
  same<typeof data, {
    id: number
    total: number
    buyer: { name: string }
    seller: { name: string } | null
  } | null>(true)

  const { data: one } = await client.from("users").select("name, profiles(bio)").single()
  same<typeof one, { name: string; profiles: { bio: string | null } | null } | null>(true)

  const { data: many } = await client.from("users").select("orders!orders_buyer_fkey(id)").single()
  same<typeof many, { orders: { id: number }[] } | null>(true)

  const { data: pair } = await client.from("orders").select('"Order Items"(line)').single()
  pair

  const { data: view } = await client.from("paid_orders").select("id, twice, users(name)").single()
  same<typeof view, { id: number | null; twice: number | null; users: { name: string } | null } | null>(true)

  const { data: bought } = await client.from("users").select("name, bought(total)").single()
  same<typeof bought, { name: string; bought: { total: number }[] } | null>(true)

  const { data: latest } = await client.from("users").select("latest_order(total)").single()
  const total: number | undefined = latest!.latest_order?.total
  return total
}

export async function write() {
  const user: TablesInsert<"users"> = { name: "Ada", email: "ada@example.com", nickname: "a" }
  await client.from("users").insert(user)
  // @ts-expect-error a name is needed
  await client.from("users").insert({ email: "ada@example.com", nickname: "a" })
  // @ts-expect-error a domain that refuses null needs a value
  const short: TablesInsert<"users"> = { name: "Ada", email: "ada@example.com" }

  const order: TablesInsert<"orders"> = { buyer: "x", total: 1, payload: { any: ["thing", 1, null] } }
  await client.from("orders").insert([order, { ...order, number: 7, tags: ["a"] }])
  // @ts-expect-error the key is made by the database
  await client.from("orders").insert({ ...order, id: 1 })
  // @ts-expect-error a computed column is made by the database
  await client.from("orders").update({ doubled: 1 }).eq("id", 1)
  // @ts-expect-error a total is a number
  await client.from("orders").update({ total: "1" }).eq("id", 1)
  await client.from("orders").update({ total: 1, seller: null }).eq("id", 1)
  // @ts-expect-error a total is not null
  const change: TablesUpdate<"orders"> = { total: null }

  await client.from("people").insert({ "full name": "Ada" })
  // @ts-expect-error what a view computes is not written
  await client.from("paid_orders").update({ twice: 1 }).eq("id", 1)
  // @ts-expect-error sums are not written
  await client.from("totals").insert({ total: 1 })
  return [short, change]
}

export async function call() {
  const { data: sum } = await client.rpc("add", { a: 1 })
  same<typeof sum, number | null>(true)
  // @ts-expect-error an argument is missing
  await client.rpc("add", { b: 1 })
  // @ts-expect-error an argument has the wrong type
  await client.rpc("add", { a: "1" })
  // @ts-expect-error there is no such function
  await client.rpc("on_change")

  const { data: nothing } = await client.rpc("nothing")
  same<typeof nothing, undefined | null>(true)

  const { data: found } = await client.rpc("find_users", { term: "a" }).select("id, orders!orders_buyer_fkey(total)")
  same<typeof found, { id: string; orders: { total: number }[] }[] | null>(true)

  const { data: one } = await client.rpc("one_user", { id: "x" })
  const mood: Enums<"mood"> = one!.mood

  const { data: summary } = await client.rpc("summary", { since: "2026-01-01" })
  same<typeof summary, { buyer: string; moods: Enums<"mood">[]; total: number }[] | null>(true)

  const { data: two } = await client.rpc("two")
  same<typeof two, { first: number; second: string } | null>(true)

  const { data: words } = await client.rpc("words")
  same<typeof words, string[] | null>(true)

  const { data: home } = await client.rpc("home_of", { id: "x" })
  same<typeof home, CompositeTypes<"address"> | null>(true)

  await client.rpc("join_all", { separator: "," })
  const { data: circle } = await client.rpc("area", { radius: 1 })
  const { data: square } = await client.rpc("area", { width: 1, height: 2 })
  // @ts-expect-error no overload takes text
  await client.rpc("area", { radius: "1" })
  return [mood, circle!.toFixed(), square!.toFixed()]
}

const street: CompositeTypes<"address">["street"] = null
const label: Enums<"mood"> = Constants.public.Enums.mood[1]
const size: Enums<{ schema: "other" }, "size"> = "large"
const thing: Tables<{ schema: "other" }, "things"> = { id: 1, owner: null }
const json: Json = { nested: [1, "a", true, null, {}] }
// @ts-expect-error a word that the enumeration does not have
const none: Enums<"mood"> = "none"
// @ts-expect-error the schema of the product is not there
type Hidden = Database["twinlane"]
// @ts-expect-error a partition is reached by its table
type Partition = Tables<"parts_2026">

export const kept: unknown[] = [street, label, size, thing, json, none]
export type { Hidden, Partition, User }
