/** Wires everything once: databases, brain, bot, channels, sweeps, and the HTTP server over them. */

import { once } from 'node:events'
import path from 'node:path'
import restify, { type Request, type Server } from 'restify'
import { createBot } from '../dialogs/create-bot.ts'
import { type DemoAccount, ensureDemoAccounts } from './accounts/demo-accounts.ts'
import { newSetupToken } from './accounts/setup.ts'
import { type SessionStore, sessionStore } from './accounts/store.ts'
import { routerError } from './api/errors.ts'
import { addressPolicyOf, mountApi } from './api/mount.ts'
import { BASE } from './api/route.ts'
import { TurnAdapter } from './bot/adapter.ts'
import { ORDER_NEWS_EVENT } from './bot/bot.ts'
import { liveBrain, startBrainSwaps } from './bot/live-brain.ts'
import { loadBrain } from './bot/load-brain.ts'
import { startSweeps } from './bot/sweeps.ts'
import type { Brain, Turn } from './bot/turn.ts'
import { turnServices } from './bot/turn-services.ts'
import { Turns } from './bot/turns.ts'
import { createCodeSender } from './channels/code-sender.ts'
import { codeTextOf } from './channels/code-text.ts'
import { connectChannels } from './channels/connect.ts'
import { mountDirectLine } from './channels/directline/routes.ts'
import { Streams } from './channels/directline/stream.ts'
import { Tokens } from './channels/directline/tokens.ts'
import { fetchDue } from './channels/files/fetching.ts'
import { mountFileLinks } from './channels/files/links.ts'
import { type CloseListeners, listen } from './channels/listen.ts'
import { RateLimit } from './channels/rate-limit.ts'
import { startTeamNotices } from './channels/team-notices/start.ts'
import { startWebhooks } from './channels/webhooks/start.ts'
import type { Company } from './company/types.ts'
import type { Config } from './config.ts'
import { createDemoInbox, mountDemoInbox } from './console/demo-inbox.ts'
import { mountHealth } from './console/health.ts'
import { mountInsight } from './console/insight.ts'
import { mountStaff } from './console/mount.ts'
import { mountPages } from './console/page-routes.ts'
import { createPages } from './console/pages.ts'
import { mountRetention } from './console/retention.ts'
import { mountSession } from './console/session.ts'
import { createStaffPage } from './console/staff-page.ts'
import { type OpenStore, openStore } from './conversations/open.ts'
import { Outbox, type Sender } from './conversations/outbox.ts'
import { sendProactively } from './conversations/ownership.ts'
import type { Store } from './conversations/store.ts'
import { watchOtherProcesses } from './conversations/watch.ts'
import type { Curation } from './corpus/revisions/context.ts'
import { loadMapping } from './customers/mapping.ts'
import { Notices } from './customers/notices.ts'
import { ensureSample } from './customers/sample.ts'
import { LiukeError, messageOf } from './errors.ts'
import { recordRules } from './handoff/record-rules.ts'
import { startChurnScores } from './jobs/churn-scores.ts'
import { startDeskReturns } from './jobs/desk-returns.ts'
import { startDueChanges } from './jobs/due-changes.ts'
import { startPrivacyJobs } from './jobs/erase/start.ts'
import { startIdle } from './jobs/idle.ts'
import { startImportSweep } from './jobs/import-sweep.ts'
import { computeInProcess } from './jobs/insight/compute-in-process.ts'
import { contextOf } from './jobs/insight/context.ts'
import { Insight } from './jobs/insight/insight.ts'
import { startNightlyBackup } from './jobs/nightly-backup.ts'
import { type OrdersJobOptions, startOrders } from './jobs/orders.ts'
import { folderDifference } from './jobs/publish/folder.ts'
import { RetentionJob } from './jobs/retention/nightly.ts'
import { startSearchIndex } from './jobs/search-index.ts'
import type { Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { chooseSystems } from './services/choose-systems.ts'
import type { CompanySystems } from './services/systems.ts'
import { createBackupInWorker } from './storage/backup/create-in-worker.ts'
import { startCheckpoints } from './storage/checkpoints.ts'
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
  /** Gives the brain the server starts with, in place of loading it; for tests that start many servers on one corpus. */
  readonly loadBrain?: typeof loadBrain
}

/** A server that answers. */
export interface RunningServer {
  /** Where it answers, such as http://127.0.0.1:3978. */
  readonly url: string
  readonly directLineSecret: string
  readonly open: OpenStore
  readonly turns: Turns
  /** Who can sign in to the demo, with their passwords; empty in production. */
  readonly accounts: readonly DemoAccount[]
  /** Revision of the corpus it answers with; null: the folder. */
  revision(): number | null
  /** Replaces the brain between turns. */
  swapBrain(brain: Brain): Promise<void>
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
    const ground = {
      store,
      companyFolder: config.LIUKE_COMPANY,
      modelFolder: path.join(config.LIUKE_HOME, 'models'),
      modelSeed: config.MODEL_SEED,
    }
    const started = await liveBrain(
      ground,
      (share, stage) => progress(stage, share),
      (warning) => log.warn({ code: warning.code }, warning.message),
    )
    let brain =
      started?.brain ??
      (await (options.loadBrain ?? loadBrain)({
        corpusFolder: config.LIUKE_CORPUS,
        companyFolder: ground.companyFolder,
        modelFolder: ground.modelFolder,
        seed: ground.modelSeed,
        now,
        onProgress: (share, stage) => progress(stage, share),
        onWarning: (warning) => log.warn({ code: warning.code }, warning.message),
      }))
    const swapBrain = async (next: Brain): Promise<void> => {
      await recordRules(store, next.rules.version)
      brain = next
    }
    await recordRules(store, brain.rules.version)
    const mapping = await loadMapping(config.CHURN_MAPPING)
    let accounts: readonly DemoAccount[] = []
    if (config.mode === 'demo') {
      progress('customers', null)
      await makeSample(config, store, brain.corpus.company, log)
      accounts = await ensureDemoAccounts(store, config.LIUKE_HOME)
    }
    progress('server', null)
    const metrics = createMetrics()
    let address = ''
    const inbox = config.mode === 'demo' ? createDemoInbox(now) : null
    const notices = new Notices(
      store,
      createCodeSender(config, { textOf: codeTextOf(() => brain.corpus.phrases), inbox }),
      (failure) => log.warn(failure, 'a notice could not be sent'),
    )
    const channels = await connectChannels({
      config,
      store,
      corpus: () => brain.corpus,
      log,
    })
    const insight = new Insight({
      store,
      context: () => contextOf(brain.corpus),
      compute: (task, onStep, signal) =>
        computeInProcess({ ...task, config, masterKey: secrets.masterKey }, onStep, signal),
      log,
    })
    const isConnected = (channel: string): boolean =>
      channels.senders.has(channel) || options.senders?.has(channel) === true
    const systems = chooseSystems({ config, store, company: () => brain.corpus.company, metrics, log })
    const services = turnServices(config, store, {
      systems,
      related: (entry) => insight.relatedTo(entry),
      address: () => address,
      company: () => brain.corpus.company,
      offers: () => brain.offers,
      canSendCodes: (contact) => (contact ? notices.canReach(contact) : notices.canSend),
      isConnected,
    })
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
      verifiedMs: config.VERIFIED_MINUTES * 60_000,
      uploadMaxBytes: config.UPLOAD_MAX_MB * 1024 * 1024,
      log,
    })
    mountFileLinks(server, { store, log })
    const channelsIdle = channels.mount(server, {
      turns,
      messageRate: new RateLimit(config.RATE_MESSAGES_PER_MINUTE, now),
    })
    mountHealth(server, {
      store,
      metrics,
      metricsToken: config.METRICS_TOKEN,
      trustedProxies: config.TRUST_PROXY,
      streams: () => streams.count,
    })
    const sessions = sessionStore(store, secrets.masterKey)
    const gate = mountSession(server, {
      store: sessions,
      publicUrl: config.PUBLIC_URL,
      trustedProxies: config.TRUST_PROXY,
      secondFactor: config.STAFF_TOTP,
      signInRate: new RateLimit(config.RATE_TOKENS_PER_MINUTE, now),
      log,
    })
    const curation: Curation = {
      ...ground,
      corpusFolder: config.LIUKE_CORPUS,
      fourEyes: config.CURATION_FOUR_EYES,
      corpus: () => brain.corpus,
      understand: (text) => brain.understand(text),
      log,
    }
    const staff = mountStaff(server, {
      gate,
      curation,
      brain: () => brain,
      uploadMaxBytes: config.UPLOAD_MAX_MB * 1024 * 1024,
      publicUrl: config.PUBLIC_URL,
    })
    await mountApi(server, { store, brain: () => brain, config, log })
    let isScored = false
    const retention = new RetentionJob({
      store,
      isScored: () => isScored,
      book: () => brain.offers,
      timeZone: () => brain.corpus.company.timeZone,
      log,
    })
    mountRetention(server, { store, gate, brain: () => brain, isConnected, job: retention })
    for (const page of ['desk', 'console'] as const) {
      const warn = (problem: string): void => log.warn(problem)
      mountPages(server, await createStaffPage(page, { home: config.LIUKE_HOME, warn }))
    }
    if (inbox) await mountDemoInbox(server, inbox)
    mountPages(
      server,
      await createPages({
        home: config.LIUKE_HOME,
        company: brain.corpus.company,
        titles: { zh: config.WIDGET_TITLE_ZH, en: config.WIDGET_TITLE_EN },
        privacyUrl: config.PRIVACY_URL,
        titleOf: (entry) => brain.corpus.entries.get(entry)?.title ?? null,
        now,
        inbox: inbox !== null,
        warn: (problem) => log.warn(problem),
      }),
    )
    const stopWatching = await watchOtherProcesses(store, open.database.address, (error) =>
      log.warn({ reason: messageOf(error) }, 'the notices of other processes were interrupted'),
    )
    const stopCheckpoints = startCheckpoints(open.database.address, (error) =>
      log.warn({ reason: messageOf(error) }, 'checkpoints are made by turns until the next start'),
    )
    const outbox = new Outbox(store, new Map([...channels.senders, ...(options.senders ?? [])]))
    const stopSweeps = startSweeps({
      store,
      turns,
      outbox,
      notices,
      fetchFiles: (signal) => fetchDue(store, channels.sources, log, signal),
      brain: () => brain,
      queueTimeoutMs: services.queueTimeoutMs,
      log,
    })
    const stopIdle = startIdle({
      store,
      desk: () => brain.desk,
      receive: (inbound) => turns.receive(inbound),
      log,
    })
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
    mountInsight(server, { gate, store, insight, timeZone: () => brain.corpus.company.timeZone })
    await insight.start()
    const stopOrders = startOrdersOf(systems, { store, turns, metrics, log })
    const stopPrivacy = startPrivacyJobs({ store, company: () => brain.corpus.company, log })
    const stopDueChanges = startDueChanges({ store, company: () => brain.corpus.company, log })
    const stopScores = startChurnScores({
      store,
      mapping,
      folder: path.join(config.LIUKE_HOME, 'churn'),
      databaseUrl: config.DATABASE_URL,
      onScored: () => {
        isScored = true
      },
      log,
    })
    retention.start()
    const stopImportSweep = startImportSweep(store, log)
    const stopSearchIndex = startSearchIndex(store, log)
    const stopDeskReturns = startDeskReturns(store, log)
    const stopTeamNotices = startTeamNotices({
      store,
      brain: () => brain,
      config,
      policy: addressPolicyOf(config),
      log,
    })
    const stopWebhooks = startWebhooks({ store, policy: addressPolicyOf(config), log })
    const stopSwaps = startBrainSwaps({ ...ground, log, started: started?.live ?? null, swap: swapBrain })
    const [url, closeListeners] = await listenAt(server, config)
    address = url
    void tellOfFolder(curation)
    if (config.mode === 'serve') await offerSetup(sessions, config.PUBLIC_URL ?? url, log)
    return {
      url,
      directLineSecret: secrets.directLineSecret,
      open,
      turns,
      accounts,
      revision: () => brain.revision,
      swapBrain,
      close: async () => {
        const closed = once(server.server, 'close')
        server.close()
        const listenersClosed = closeListeners()
        streams.close()
        staff.endStreams()
        stopBackups()
        await stopScores()
        await stopImportSweep()
        await stopSearchIndex()
        await stopDeskReturns()
        await stopWebhooks()
        await stopTeamNotices()
        await staff.stop()
        await stopSwaps()
        await stopOrders()
        await stopPrivacy()
        await stopDueChanges()
        await retention.stop()
        await insight.close()
        await channelsIdle()
        await stopSweeps()
        await stopIdle()
        await turns.idle()
        server.server.closeIdleConnections()
        setTimeout(() => server.server.closeAllConnections(), 2_000).unref()
        await Promise.all([closed, listenersClosed])
        await stopWatching()
        await stopCheckpoints()
        await open.close()
      },
    }
  } catch (error) {
    await open.close()
    throw error
  }
}

/** Says once that the corpus folder holds something else than what is live: the database is the truth. */
async function tellOfFolder(curation: Curation): Promise<void> {
  try {
    const found = await folderDifference(curation)
    if (found === null) return
    const { items, problems } = found
    const said =
      problems.length > 0
        ? 'the corpus folder differs from what is live and cannot be read: see Publish and revisions in the console'
        : 'the corpus folder differs from what is live: take it into the draft in the console, or put it aside'
    curation.log.warn({ items: items.length, problems: problems.length }, said)
  } catch (error) {
    curation.log.warn(
      { reason: messageOf(error) },
      'the corpus folder could not be compared with what is live',
    )
  }
}

/** Tells once how the first account is made, where there is none. */
async function offerSetup(store: SessionStore, base: string, log: Logger): Promise<void> {
  const token = await newSetupToken(store)
  if (token === null) return
  const link = `${base.replace(/\/$/, '')}/console#setup=${token}`
  // Whatever the level of the log: this is the only way in.
  const loud = log.child({}, { level: 'warn' })
  loud.warn({ link }, 'nobody can sign in yet: open the link within a day to make the first account')
}

/** Makes the demo's customers at its first start, where the company has the plans they are made with. */
async function makeSample(config: Config, store: Store, company: Company, log: Logger): Promise<void> {
  if (config.SAMPLE_CUSTOMERS === 0) return
  try {
    await ensureSample(store, {
      folder: SAMPLE_FOLDER,
      company,
      seed: config.MODEL_SEED,
      count: config.SAMPLE_CUSTOMERS,
      now: store.now(),
    })
  } catch (error) {
    if (!(error instanceof LiukeError) || error.code !== 'tariff_incomplete') throw error
    log.info('no sample customers: the company has other plans than the sample')
  }
}

/** Has orders sent to systems elsewhere, and customers told; there is nothing to do where turns do it all. */
function startOrdersOf(
  { carrying }: CompanySystems,
  {
    store,
    turns,
    metrics,
    log,
  }: Pick<OrdersJobOptions, 'store' | 'log'> & { turns: Turns; metrics: Metrics },
): () => Promise<void> {
  if (carrying.when === 'in-turn') return async () => undefined
  return startOrders({
    store,
    carrying,
    tell: ({ orderId, conversationId, dueAt }) =>
      turns.receive({
        conversationId,
        // Several processes may see it; it is told once.
        dedupe: `order news ${orderId} ${dueAt}`,
        role: 'system',
        visible: false,
        activity: {
          type: 'event',
          name: ORDER_NEWS_EVENT,
          value: { order: orderId },
          from: { id: 'system' },
        },
      }),
    onSent: (result) => metrics.ordersSent.inc({ result }),
    log,
  })
}

/** Unknown paths and methods are refused in the shape of all our errors. */
function shapeError(request: Request, _response: unknown, error: object, done: () => void): void {
  // As restify-errors makes them.
  const { statusCode = 404, body } = error as {
    statusCode?: number
    body?: { code?: string; message?: string }
  }
  const { code = 'NotFound', message = 'There is nothing here.' } = body ?? {}
  const isOfApi = request.url?.startsWith(`${BASE}/`) === true
  const said = isOfApi ? routerError(statusCode, code, message) : { error: { code, message } }
  Object.assign(error, { toJSON: () => said })
  done()
}

/** What the demo's customers are made from. */
const SAMPLE_FOLDER = 'data/customers'

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

/** @returns where it answers, and what closes the further listeners */
async function listenAt(server: Server, { HOST, PORT }: Config): Promise<[string, CloseListeners]> {
  const closeListeners = await listen(server.server, PORT, HOST).catch((cause: unknown) => {
    throw new LiukeError(
      'port_taken',
      `The server cannot listen on ${HOST}:${PORT}: ${messageOf(cause)}.`,
      'Stop the other program, or set PORT to a free one.',
      { cause },
    )
  })
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : PORT
  const host = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST
  return [`http://${host.includes(':') ? `[${host}]` : host}:${port}`, closeListeners]
}
