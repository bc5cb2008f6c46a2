/** What each role may do: one table, read by the server before every call and by the pages to know what to show. */

import type { Role } from '../storage/schema.ts'

/** All roles, from the one that may least. */
export const roles = ['agent', 'supervisor', 'lead', 'admin'] as const satisfies readonly Role[]

const everyone: readonly Role[] = roles
const overAgents: readonly Role[] = ['supervisor', 'lead', 'admin']
const leads: readonly Role[] = ['lead', 'admin']
const admins: readonly Role[] = ['admin']

/** Who may do what. A permission that is not here does not exist. */
const granted = {
  /** Read the queue and conversations, with customers masked. */
  'conversation.read': everyone,
  /** Take over, answer, give back, close. */
  'conversation.answer': everyone,
  /** Give a conversation to somebody else, or take it from them. */
  'conversation.assign': overAgents,
  /** Keep somebody from writing for a while, on record. */
  'conversation.block': everyone,
  /** Block for longer than an agent may, and lift blocks of others. */
  'conversation.unblock': overAgents,
  /** See a customer's record, masked. */
  'customer.read': everyone,
  /** Unmask a name, a number, an address; each time is put on record. */
  'customer.reveal': everyone,
  /** Give a customer their data, or erase it. */
  'customer.erase': admins,
  'customer.import': admins,
  /** Do tasks and tickets: call back, look after a complaint. */
  'task.work': everyone,
  /** Look after customers who may leave: take, note, write first, end. */
  'retention.work': everyone,
  /** Give entries of the worklist to others, and have it built anew. */
  'retention.manage': overAgents,
  /** Numbers of the team, of the bot and of churn. */
  'insight.read': overAgents,
  'corpus.read': overAgents,
  /** Change questions, answers and phrases in a draft. */
  'corpus.edit': leads,
  /** Approve what somebody else wants to publish. */
  'corpus.approve': leads,
  /** Make a draft live, or go back to an earlier revision. */
  'corpus.publish': leads,
  'rules.read': overAgents,
  /** Change handoff rules and offers. */
  'rules.edit': leads,
  /** The supervisor's numbers: queues, waits, agents, ratings. */
  'team.read': overAgents,
  /** Skills, capacity and service hours of agents. */
  'team.edit': overAgents,
  /** See what could not be delivered, and send it again. */
  'delivery.manage': overAgents,
  'churn.manage': leads,
  'accounts.manage': admins,
  'audit.read': admins,
} as const satisfies Record<string, readonly Role[]>

/** Something one may or may not do. */
export type Permission = keyof typeof granted

// Object.keys gives strings; these are the keys of the table.
const permissions = Object.keys(granted) as Permission[]

/** Whether a role may do something. */
export function may(role: Role, permission: Permission): boolean {
  const allowed: readonly Role[] = granted[permission]
  return allowed.includes(role)
}

/** Everything a role may do, for pages that hide the rest. */
export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => may(role, permission))
}
