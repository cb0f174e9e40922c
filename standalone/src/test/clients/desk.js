// What the help desk of drizzle.test.js keeps, and the migration that makes it.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { relations } from 'drizzle-orm'
import {
  bigint, boolean, customType, date, doublePrecision, integer, interval, json, jsonb, numeric, pgSchema, serial,
  text, time, timestamp, uniqueIndex, uuid,
} from 'drizzle-orm/pg-core'

const bytea = customType({ dataType: () => 'bytea' })
export const desk = pgSchema('desk')
export const state = desk.enum('state', ['open', 'waiting', 'closed for good'])
export const agents = desk.table('agents', {
  id: serial().primaryKey(),
  name: text().notNull(),
  mail: text().notNull(),
  bossId: integer('boss_id'),
}, (table) => [uniqueIndex('one_mail').on(table.mail)])
export const tickets = desk.table('tickets', {
  id: uuid().primaryKey().defaultRandom(),
  title: text().notNull(),
  state: state().notNull().default('open'),
  agentId: integer('agent_id').references(() => agents.id),
  labels: text().array().notNull().default([]),
  details: jsonb(),
  source: json(),
  urgent: boolean().notNull().default(false),
  price: numeric({ precision: 10, scale: 2 }),
  weight: bigint({ mode: 'bigint' }),
  views: bigint({ mode: 'number' }),
  score: doublePrecision(),
  attachment: bytea(),
  opened: timestamp({ withTimezone: true }).notNull().defaultNow(),
  written: timestamp({ withTimezone: true, mode: 'string' }),
  local: timestamp(),
  due: date(),
  hour: time(),
  effort: interval(),
  steps: integer().array(),
})
export const comments = desk.table('comments', {
  id: serial().primaryKey(),
  ticketId: uuid('ticket_id').notNull().references(() => tickets.id, { onDelete: 'cascade' }),
  body: text().notNull(),
})
export const agentRelations = relations(agents, ({ many, one }) => ({
  tickets: many(tickets),
  boss: one(agents, { fields: [agents.bossId], references: [agents.id] }),
}))
export const ticketRelations = relations(tickets, ({ many, one }) => ({
  agent: one(agents, { fields: [tickets.agentId], references: [agents.id] }),
  comments: many(comments),
}))
export const commentRelations = relations(comments, ({ one }) => ({
  ticket: one(tickets, { fields: [comments.ticketId], references: [tickets.id] }),
}))

const tables = `
create type desk.state as enum ('open', 'waiting', 'closed for good');
--> statement-breakpoint
create table desk.agents (
  id serial primary key, name text not null, mail text not null, boss_id int references desk.agents);
--> statement-breakpoint
create unique index one_mail on desk.agents (mail);
--> statement-breakpoint
create table desk.tickets (
  id uuid primary key default gen_random_uuid(), title text not null, state desk.state not null default 'open',
  agent_id int constraint of_agent references desk.agents, labels text[] not null default '{}', details jsonb, source json,
  urgent boolean not null default false, price numeric(10,2), weight bigint, views bigint, score double precision,
  attachment bytea, opened timestamptz not null default now(), written timestamptz, local timestamp, due date, hour time,
  effort interval, steps int[]);
--> statement-breakpoint
create table desk.comments (
  id serial primary key, ticket_id uuid not null references desk.tickets on delete cascade, body text not null);`

/** A folder as drizzle-kit writes it, with one migration in it. */
export async function migrations() {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'))
  await mkdir(join(folder, 'meta'))
  await writeFile(join(folder, '0000_tables.sql'), tables)
  const entries = [{ idx: 0, version: '7', when: 1700000000000, tag: '0000_tables', breakpoints: true }]
  const journal = { version: '7', dialect: 'postgresql', entries }
  await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify(journal))
  return folder
}
