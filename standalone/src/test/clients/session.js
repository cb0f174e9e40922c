// Where Twinlane is, and who asks: what an application gets from its configuration and its sign-in.
import { createHmac } from 'node:crypto'

export const url = process.env.TWINLANE_URL
export const rest = `${url}/rest/v1`

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token for a member of the shop, as an identity provider would give it. */
export function signIn(sub, claims = {}) {
  const now = Math.floor(Date.now() / 1000)
  const head = encode({ alg: 'HS256', typ: 'JWT' })
  const body = encode({ sub, role: process.env.TWINLANE_MEMBER, iat: now, exp: now + 600, ...claims })
  const signature = createHmac('sha256', process.env.TWINLANE_SECRET).update(`${head}.${body}`)
  return `${head}.${body}.${signature.digest('base64url')}`
}
