/** Wires everything once: databases, brain, bot, channels, sweeps, and the HTTP server over them. */

import { once } from 'node:events'
import path from 'node:path'
import restify, { type Server } from 'restify'
import { AnswerDialog } from '../dialogs/answer.ts'
import { ClarifyDialog } from '../dialogs/clarify.ts'
import { FeedbackDialog } from '../dialogs/feedback.ts'
import { LanguageDialog } from '../dialogs/language.ts'
import { MainDialog } from '../dialogs/main.ts'
import { PersonDialog, QueueTimeoutDialog } from '../dialogs/person.ts'
import { TurnAdapter } from './bot/adapter.ts'
import { Bot } from './bot/bot.ts'
import { loadBrain } from './bot/load-brain.ts'
import { Memory } from './bot/memory.ts'
import { startSweeps } from './bot/sweeps.ts'
import type { Brain, Turn, TurnServices } from './bot/turn.ts'
import { Turns } from './bot/turns.ts'
import { mountDirectLine } from './channels/directline/routes.ts'
import { Streams } from './channels/directline/stream.ts'
import { Tokens } from './channels/directline/tokens.ts'
import { RateLimit } from './channels/rate-limit.ts'
import type { Config } from './config.ts'
import { mountHealth } from './console/health.ts'
import { createPages, mountPages } from './console/pages.ts'
import { type OpenStore, openStore } from './conversations/open.ts'
import { Outbox, type Sender } from './conversations/outbox.ts'
import { listQueue, sendProactively, waitingBefore } from './conversations/ownership.ts'
import { watchOtherProcesses } from './conversations/watch.ts'
import { LiukeError, messageOf } from './errors.ts'
import { startNightlyBackup } from './jobs/nightly-backup.ts'
import type { Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createBackupInWorker } from './storage/backup/create-in-worker.ts'
import { loadSecrets } from './storage/secrets.ts'
import { Vault } from './storage/vault.ts'

/** What a caller may hand in. */
export interface ServerOptions {
  readonly log: Logger
  /** Hears what is being done before the server is ready; `share` is 0..1 while training. */
  readonly onProgress?: (stage: string, share: number | null) => void
  /** Senders of channels that do not fetch their messages, by channel. */
  readonly senders?: ReadonlyMap<string, Sender>
  /** Wraps the bot's logic; for tests that make it slow or fail. */
  readonly wrapThink?: undefined | ((think: (turn: Turn) => Promise<void>) => (turn: Turn) => Promise<void>)
  readonly now?: () => number
}

/** A server that answers. */
export interface RunningServer {
  /** Where it answers, such as http://127.0.0.1:3978. */
  readonly url: string
  readonly directLineSecret: string
  readonly open: OpenStore
  readonly turns: Turns
  /** Replaces the brain between turns. */
  swapBrain(brain: Brain): void
  /** Stops taking requests, finishes running turns, closes the databases. */
  close(): Promise<void>
}

/**
 * Starts a server; resolves when it is ready to answer.
 * @throws LiukeError for configuration, corpus, keys or databases that cannot be used, `port_taken`
 */
export async function startServer(config: Config, options: ServerOptions): Promise<RunningServer> {
  const { log } = options
  const progress = options.onProgress ?? (() => undefined)
  const now = options.now ?? Date.now
  progress('database', null)
  const secrets = await loadSecrets(config)
  const open = await openStore(config, secrets.masterKey, now)
  const { store } = open
  try {
    progress('corpus', null)
    let brain = await loadBrain({
      corpusFolder: config.LIUKE_CORPUS,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: path.join(config.LIUKE_HOME, 'models'),
      seed: config.MODEL_SEED,
      onProgress: (share, stage) => progress(stage, share),
      onWarning: (warning) => log.warn({ code: warning.code }, warning.message),
    })
    progress('server', null)
    const metrics = createMetrics()
    let address = ''
    const services = servicesOf(config, open, now, () => address)
    const adapter = new TurnAdapter(createBot().run, (conversationId, activity) =>
      sendProactively(store, conversationId, activity),
    )
    const think = (turn: Turn): Promise<void> => adapter.run(turn)
    const turns = new Turns({
      store,
      think: options.wrapThink?.(think) ?? think,
      brain: () => brain,
      services,
      continuationMs: config.CONTINUATION_MS,
      log,
      observer: observerOf(metrics),
    })
    const tokens = new Tokens(
      Vault.derived(secrets.masterKey, 'direct line tokens'),
      secrets.directLineSecret,
      config.DIRECTLINE_TOKEN_MINUTES * 60,
      now,
    )
    const origins = {
      allowed: config.WIDGET_ORIGINS ?? [],
      publicUrl: config.PUBLIC_URL,
      trustedProxies: config.TRUST_PROXY,
      allowLoopback: config.mode === 'demo',
    }
    const server = restify.createServer({ name: 'Liuke' })
    server.on('restifyError', shapeError)
    const streams = new Streams(store, tokens, origins, log)
    server.server.on('upgrade', streams.upgrade)
    mountDirectLine(server, {
      store,
      turns,
      tokens,
      origins,
      messageRate: new RateLimit(config.RATE_MESSAGES_PER_MINUTE, now),
      tokenRate: new RateLimit(config.RATE_TOKENS_PER_MINUTE, now),
      log,
    })
    mountHealth(server, {
      store,
      metrics,
      metricsToken: config.METRICS_TOKEN,
      trustedProxies: config.TRUST_PROXY,
      streams: () => streams.count,
    })
    mountPages(
      server,
      await createPages({
        home: config.LIUKE_HOME,
        company: brain.corpus.company,
        titles: { zh: config.WIDGET_TITLE_ZH, en: config.WIDGET_TITLE_EN },
        privacyUrl: config.PRIVACY_URL,
        warn: (problem) => log.warn(problem),
      }),
    )
    const stopWatching = await watchOtherProcesses(store, open.database.address, (error) =>
      log.warn({ reason: messageOf(error) }, 'the notices of other processes were interrupted'),
    )
    const outbox = new Outbox(store, options.senders ?? new Map())
    const stopSweeps = startSweeps({ store, turns, outbox, queueTimeoutMs: services.queueTimeoutMs, log })
    const stopBackups = startNightlyBackup({
      config,
      timeZone: brain.corpus.company.timeZone,
      create: () =>
        createBackupInWorker({
          databaseUrl: config.DATABASE_URL,
          keystoreUrl: config.KEYSTORE_URL,
          folder: config.BACKUP_FOLDER,
          kind: 'nightly',
          logical: false,
        }),
      log,
      now,
    })
    const url = await listen(server, config)
    address = url
    return {
      url,
      directLineSecret: secrets.directLineSecret,
      open,
      turns,
      swapBrain: (next) => {
        brain = next
      },
      close: async () => {
        const closed = once(server.server, 'close')
        server.close()
        streams.close()
        stopBackups()
        await stopSweeps()
        await turns.idle()
        server.server.closeIdleConnections()
        setTimeout(() => server.server.closeAllConnections(), 2_000).unref()
        await closed
        await stopWatching()
        await open.close()
      },
    }
  } catch (error) {
    await open.close()
    throw error
  }
}

/** Unknown paths and methods are refused in the shape of all our errors. */
function shapeError(_request: unknown, _response: unknown, error: object, done: () => void): void {
  const { body } = error as { body?: { code?: string; message?: string } }
  Object.assign(error, {
    toJSON: () => ({
      error: { code: body?.code ?? 'NotFound', message: body?.message ?? 'There is nothing here.' },
    }),
  })
  done()
}

/** The bot with all its dialogs. */
function createBot(): Bot {
  const memory = new Memory()
  const main = new MainDialog(memory, [
    new AnswerDialog(memory),
    new ClarifyDialog(memory),
    new PersonDialog(),
    new LanguageDialog(memory),
  ])
  return new Bot(memory, [main, new FeedbackDialog(), new QueueTimeoutDialog()])
}

function servicesOf(
  config: Config,
  { store }: OpenStore,
  now: () => number,
  address: () => string,
): TurnServices {
  return {
    now,
    queueLength: async () => (await listQueue(store)).filter(({ owner }) => owner === 'queued').length,
    waitingBefore: (queuedAt) => waitingBefore(store, queuedAt),
    minutesPerPlace: config.QUEUE_MINUTES_PER_PLACE,
    queueTimeoutMs: config.QUEUE_TIMEOUT_MINUTES * 60_000,
    get privacyUrl() {
      // The port is known only once the server listens.
      return config.PRIVACY_URL ?? `${(config.PUBLIC_URL ?? address()).replace(/\/$/, '')}/privacy`
    },
    trace: config.LIUKE_TRACE,
  }
}

function observerOf(metrics: Metrics): {
  committed: (turn: Turn, milliseconds: number) => void
  failed: () => void
  rerun: () => void
} {
  return {
    committed: (turn, milliseconds) => {
      metrics.turnSeconds.observe(milliseconds / 1_000)
      for (const { decision } of turn.decisions) metrics.turns.inc({ decision })
    },
    failed: () => metrics.failedTurns.inc(),
    rerun: () => metrics.reruns.inc(),
  }
}

async function listen(server: Server, config: Config): Promise<string> {
  try {
    const listening = Promise.race([
      once(server.server, 'listening'),
      once(server.server, 'error').then(([error]) => Promise.reject(error)),
    ])
    server.listen(config.PORT, config.HOST)
    await listening
  } catch (cause) {
    throw new LiukeError(
      'port_taken',
      `The server cannot listen on ${config.HOST}:${config.PORT}: ${messageOf(cause)}.`,
      'Stop the other program, or set PORT to a free one.',
      { cause },
    )
  }
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.PORT
  const host = config.HOST === '0.0.0.0' || config.HOST === '::' ? 'localhost' : config.HOST
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
