/** `liuke chat`: talks to the bot in the terminal, through the same turns as every channel. */

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { messagesAfter } from '../conversations/reading.ts'
import { startConversation } from '../conversations/start.ts'
import { messageOf } from '../errors.ts'
import { createLogger } from '../log.ts'
import { startServer } from '../server.ts'
import type { Command } from './command.ts'
import { createProgress } from './progress.ts'

const usage = `liuke chat [--lang zh|en]

Talks to the bot in the terminal. Nothing is kept: the conversation is in a database of its own that is
deleted at the end. LIUKE_TRACE=1 shows what each answer was decided on. Ctrl+D ends.`

export const command: Command = {
  name: 'chat',
  summary: 'talk to the bot in the terminal',
  usage,
  async run(args) {
    const { values } = parseArgs({ args, options: { lang: { type: 'string' } } })
    const folder = await mkdtemp(path.join(tmpdir(), 'liuke-chat-'))
    const config = {
      ...readConfig(process.env, 'demo'),
      PORT: 0,
      DATABASE_URL: `sqlite:${path.join(folder, 'chat.sqlite')}`,
      KEYSTORE_URL: `sqlite:${path.join(folder, 'keys.sqlite')}`,
      BACKUP_HOUR: 'off' as const,
    }
    const progress = createProgress(process.stderr)
    const server = await startServer(config, {
      log: createLogger('silent'),
      onProgress: progress.report,
    }).finally(progress.done)
    try {
      const locale = values.lang === 'en' ? 'en-US' : values.lang === 'zh' ? 'zh-CN' : null
      await converse(server, locale)
      return 0
    } finally {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function converse(
  server: Awaited<ReturnType<typeof startServer>>,
  locale: string | null,
): Promise<void> {
  const { store } = server.open
  const id = randomUUID()
  const base = { conversationId: id, visible: true, dedupe: null }
  let watermark = 0
  const show = async (): Promise<void> => {
    const page = await messagesAfter(store, id, watermark)
    watermark = page.watermark
    for (const activity of page.activities) {
      if (activity.type !== 'message' || activity.from?.role === 'user') continue
      console.log(`\n${activity.text ?? ''}`)
      const titles = activity.suggestedActions?.actions.map(({ title }) => title) ?? []
      if (titles.length > 0) console.log(`  [ ${titles.join(' | ')} ]`)
      const trace = activity.channelData?.['liuke']
      if (trace) console.log(`  ${JSON.stringify(trace)}`)
    }
  }
  await startConversation(store, { id, channel: 'terminal', userId: 'terminal', locale })
  const from = { id: 'terminal', role: 'user' }
  await server.turns.receive({
    ...base,
    role: 'system',
    visible: false,
    activity: { type: 'conversationUpdate', from },
  })
  await show()
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '\n> ' })
  let open = true
  lines.on('close', () => {
    open = false
  })
  lines.prompt()
  for await (const line of lines) {
    const text = line.trim()
    if (text !== '') {
      await server.turns
        .receive({ ...base, role: 'user', activity: { type: 'message', text, from } })
        .catch((error: unknown) => console.error(messageOf(error)))
      await show()
    }
    // Input that was piped in may have ended during the turn.
    if (open) lines.prompt()
  }
}
