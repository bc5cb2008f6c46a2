/** `liuke queue`: a person's side of a conversation on the command line; the desk does the same in a browser. */

import { parseArgs } from 'node:util'
import { AgentSide } from '../bot/agent-side.ts'
import type { Config } from '../config.ts'
import { listQueue } from '../conversations/ownership.ts'
import { transcript } from '../conversations/reading.ts'
import { findConversation } from '../conversations/start.ts'
import type { Store } from '../conversations/store.ts'
import { loadCorpus } from '../corpus/load.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke queue list [--json]
liuke queue show ID
liuke queue claim ID [--as NAME]
liuke queue say ID TEXT [--as NAME]
liuke queue release ID [--as NAME]
liuke queue close ID [--as NAME]

Conversations that wait for a person, and answering them. ID may be shortened to its first characters.
  --as NAME  the name the customer sees (default: Agent)`

export const command: Command = {
  name: 'queue',
  summary: 'see who waits for a person, take over, answer, give back',
  usage,
  run: (args) =>
    runCall(readCall(args), usage, async (call) => {
      await withInstallation((open) => perform(open.store, open.config, call))
      return 0
    }),
}

interface Call {
  readonly action: string
  readonly id: string
  readonly text: string
  readonly agent: string
  readonly json: boolean
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { as: { type: 'string', default: 'Agent' }, json: { type: 'boolean', default: false } },
    })
    const [action = '', id = '', ...words] = positionals
    if (!['list', 'show', 'claim', 'say', 'release', 'close'].includes(action))
      return `What to do with the queue?`
    if (action !== 'list' && id === '') return 'Which conversation?'
    const text = words.join(' ').trim()
    if (action === 'say' && text === '') return 'Say what?'
    return { action, id, text, agent: values.as, json: values.json }
  } catch (error) {
    return messageOf(error)
  }
}

async function perform(store: Store, config: Config, call: Call): Promise<void> {
  if (call.action === 'list') return list(store, call.json)
  const id = await resolve(store, call.id)
  if (call.action === 'show') return show(store, id)
  const { phrases } = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
  const side = new AgentSide(store, () => phrases)
  const agent = { name: call.agent, displayName: call.agent }
  switch (call.action) {
    case 'claim':
      await side.claim(id, agent)
      console.log(`You have ${id}. Answer with: liuke queue say ${id.slice(0, 8)} TEXT`)
      return
    case 'say':
      await side.say(id, agent, call.text)
      return
    case 'release':
      return side.release(id, agent)
    case 'close':
      return side.close(id, agent)
  }
}

async function list(store: Store, json: boolean): Promise<void> {
  const queue = await listQueue(store)
  if (json) return console.log(JSON.stringify(queue))
  if (queue.length === 0) return console.log('Nobody is waiting. / 没有人在等。')
  for (const { id, channel, language, queuedAt, owner, agent } of queue) {
    const minutes = Math.floor((store.now() - queuedAt) / 60_000)
    const state = owner === 'human' ? `with ${agent}` : `waiting ${minutes} min`
    console.log(`${id}  ${channel.padEnd(10)}  ${(language ?? '').padEnd(7)}  ${state}`)
  }
}

async function show(store: Store, id: string): Promise<void> {
  for (const { role, at, activity } of await transcript(store, id)) {
    if (activity.type !== 'message') continue
    console.log(
      `${new Date(at).toISOString().slice(11, 19)}  ${role.padEnd(6)} ${plain(activity.text ?? '')}`,
    )
  }
}

/** Control characters would be commands to the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
}

async function resolve(store: Store, id: string): Promise<string> {
  if (await findConversation(store, id)) return id
  const matches = (await listQueue(store)).filter((queued) => queued.id.startsWith(id))
  if (matches.length === 1 && matches[0]) return matches[0].id
  throw new LiukeError(
    'conversation_unknown',
    matches.length === 0 ? 'There is no such conversation.' : 'Several conversations begin like this.',
    'Take the id from `liuke queue list`.',
  )
}
