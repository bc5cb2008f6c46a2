import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { LiukeError } from '../../src/errors.ts'
import { type NightlyBackup, runDue, startNightlyBackup } from '../../src/jobs/nightly-backup.ts'
import { dueAfter, firstDue, nextNightlyRun } from '../../src/jobs/nightly-time.ts'
import { inTurn, newestAt } from '../../src/jobs/nightly-turn.ts'
import { createLogger } from '../../src/log.ts'
import { createBackup } from '../../src/storage/backup/create.ts'
import { engines } from '../databases.ts'
import { type Installation, installation } from '../storage/backup-installation.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const at = Date.parse
const iso = (time: number) => new Date(time).toISOString().slice(0, 16)
const ends: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

describe('the next night', () => {
  it.each([
    // Zone, hour, after, expected; all in UTC.
    ['Asia/Shanghai', 3, '2026-11-22T01:00Z', '2026-11-22T19:00'],
    ['Asia/Shanghai', 3, '2026-11-21T18:59Z', '2026-11-21T19:00'],
    ['Asia/Shanghai', 3, '2026-11-21T19:00Z', '2026-11-22T19:00'],
    ['Asia/Shanghai', 0, '2026-12-31T15:59Z', '2026-12-31T16:00'],
    ['Asia/Kolkata', 23, '2026-01-01T00:00Z', '2026-01-01T17:30'],
    ['Asia/Kathmandu', 3, '2026-01-01T00:00Z', '2026-01-01T21:15'],
    ['Pacific/Kiritimati', 3, '2026-01-01T12:00Z', '2026-01-01T13:00'],
    ['Pacific/Niue', 3, '2026-01-01T12:00Z', '2026-01-01T14:00'],
    // Berlin, spring: 02:00 to 03:00 do not exist on 29 March 2026.
    ['Europe/Berlin', 3, '2026-03-28T12:00Z', '2026-03-29T01:00'],
    ['Europe/Berlin', 2, '2026-03-28T12:00Z', '2026-03-29T01:00'],
    ['Europe/Berlin', 2, '2026-03-29T01:00Z', '2026-03-30T00:00'],
    ['Europe/Berlin', 4, '2026-03-28T12:00Z', '2026-03-29T02:00'],
    // Berlin, autumn: 02:00 to 03:00 come twice on 25 October 2026; the first counts.
    ['Europe/Berlin', 2, '2026-10-24T12:00Z', '2026-10-25T00:00'],
    ['Europe/Berlin', 2, '2026-10-25T00:00Z', '2026-10-26T01:00'],
    ['Europe/Berlin', 2, '2026-10-25T01:30Z', '2026-10-26T01:00'],
    ['Europe/Berlin', 3, '2026-10-25T01:30Z', '2026-10-25T02:00'],
    // New York, the same in March and November.
    ['America/New_York', 2, '2026-03-08T05:00Z', '2026-03-08T07:00'],
    ['America/New_York', 1, '2026-11-01T04:00Z', '2026-11-01T05:00'],
    ['America/New_York', 1, '2026-11-01T05:00Z', '2026-11-02T06:00'],
    // Lord Howe jumps by half an hour, Cairo at midnight, Apia left out a whole day.
    ['Australia/Lord_Howe', 2, '2026-10-03T12:00Z', '2026-10-03T15:30'],
    ['Africa/Cairo', 0, '2026-04-23T12:00Z', '2026-04-23T22:00'],
    ['Pacific/Apia', 3, '2011-12-29T14:00Z', '2011-12-30T10:00'],
  ])('in %s at %i after %s is %s', (zone, hour, after, expected) => {
    expect(iso(nextNightlyRun(at(after), hour, zone))).toBe(expected)
  })

  it.each(['Europe/Berlin', 'America/Santiago', 'Asia/Shanghai'])(
    'comes once a day all year in %s',
    (zone) => {
      const end = at('2027-01-01T12:00Z')
      let runs = 0
      for (let time = at('2026-01-01T12:00Z'); time < end; runs += 1) {
        const next = nextNightlyRun(time, 2, zone)
        expect(next - time).toBeGreaterThan(0)
        expect(next - time).toBeLessThanOrEqual(25 * HOUR)
        time = next
      }
      expect(runs).toBe(366)
    },
  )
})

describe('what is due', () => {
  const now = at('2026-11-22T12:00Z')
  const tonight = at('2026-11-23T03:00Z')

  it.each([
    ['after a start with a fresh backup: tonight', now - 10 * HOUR, tonight, tonight],
    ['after a start with none: soon', null, now + 60_000, now - 26 * HOUR],
    ['after a start with an old one: soon', now - 27 * HOUR, now + 60_000, now - 26 * HOUR],
  ])('%s', (_, newest, when, since) => {
    expect(firstDue(now, newest, 3, 'UTC')).toEqual({ at: when, since })
  })

  const due = { at: now, since: now - DAY }
  it.each([
    ['after one that is done: tonight', true, now, tonight, tonight],
    ['after one that is not: the same in an hour', false, now, now + HOUR, due.since],
    ['after one that is not, shortly before the hour: tonight', false, tonight - 5, tonight, tonight],
  ])('%s', (_, done, time, when, since) => {
    expect(dueAfter(due, done, time, 3, 'UTC')).toEqual({ at: when, since })
  })
})

async function place(engine: (typeof engines)[number]): Promise<Installation> {
  const made = await installation(engine)
  ends.push(made.home.remove)
  const open = await made.start()
  await open.stop()
  return made
}

/** A job on real databases, with a clock that the test sets and a log that it reads. */
function jobOf(where: Installation, start: number) {
  const lines: string[] = []
  const clock = { time: start }
  const stream = { write: (line: string) => lines.push(line) } as unknown as NodeJS.WritableStream
  const job: NightlyBackup = {
    config: {
      DATABASE_URL: where.home.databaseUrl,
      BACKUP_FOLDER: where.backups,
      BACKUP_HOUR: 3,
      BACKUP_KEEP: 2,
    },
    timeZone: 'UTC',
    create: () => createBackup(where.plan({ kind: 'nightly' }), undefined, () => clock.time),
    log: createLogger('info', stream),
    now: () => clock.time,
  }
  return { job, clock, lines }
}

async function backupsIn(where: Installation): Promise<string[]> {
  return (await readdir(where.backups)).filter((name) => !name.startsWith('.')).sort()
}

describe.each(engines)('the nightly backup of %s', (engine) => {
  const night = at('2026-11-22T03:00Z')

  it('is made, says so, and keeps as many as wanted', async () => {
    const where = await place(engine)
    const { job, clock, lines } = jobOf(where, night)
    for (let n = 0; n < 4; n += 1) {
      clock.time = night + n * DAY
      const due = { at: clock.time, since: clock.time }
      expect(await runDue(job, 3, due)).toEqual({ at: clock.time + DAY, since: clock.time + DAY })
    }
    expect(await backupsIn(where)).toEqual(['2026-11-24T03-00-00Z-1', '2026-11-25T03-00-00Z-1'])
    expect(lines.join('')).toContain('"msg":"nightly backup made"')
  })

  it('is made by one of several processes that share the folder or the database', async () => {
    const where = await place(engine)
    const { job, clock } = jobOf(where, night)
    const due = { at: night, since: night }
    await Promise.all(Array.from({ length: 4 }, () => runDue(job, 3, due)))
    clock.time += HOUR
    await runDue(job, 3, due)
    expect(await backupsIn(where)).toHaveLength(1)
    expect(await inTurn(job.config, night, () => Promise.reject(new Error('again')), job.now)).toBe('had')
  })

  it('is tried again in an hour when it fails, and the failure is logged with its code', async () => {
    const where = await place(engine)
    const { job, clock, lines } = jobOf(where, night)
    const failing: NightlyBackup = {
      ...job,
      create: () => Promise.reject(new LiukeError('backup_failed', 'The disk is full.', 'Make space.')),
    }
    const next = await runDue(failing, 3, { at: night, since: night })
    expect(next).toEqual({ at: night + HOUR, since: night })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', code: 'backup_failed' })
    clock.time += HOUR
    expect((await runDue(job, 3, next)).at).toBe(night + DAY)
    expect(await backupsIn(where)).toHaveLength(1)
  })

  it('is made soon after a start without one, by a timer of its own', async () => {
    const where = await place(engine)
    const { job, clock } = jobOf(where, night + 6 * HOUR)
    const made = Promise.withResolvers<string>()
    const stop = startNightlyBackup({
      ...job,
      // On this clock, every look takes a minute.
      now: () => (clock.time += 60_000),
      async create() {
        const backup = await job.create()
        made.resolve(backup.name)
        return backup
      },
    })
    const name = await made.promise
    expect(await backupsIn(where)).toEqual([name])
    stop()
  })

  it('counts wherever it was made', async () => {
    const where = await place(engine)
    const { job } = jobOf(where, night)
    expect(await newestAt(job.config)).toBeNull()
    await runDue(job, 3, { at: night, since: night })
    expect(await newestAt(job.config)).toBe(night)
    const elsewhere = { ...job.config, BACKUP_FOLDER: path.join(where.home.folder, 'of another machine') }
    expect(await newestAt(elsewhere)).toBe(engine === 'postgres' ? night : null)
  })
})

describe('starting the nightly backup', () => {
  it('does nothing when it is switched off', async () => {
    const where = await place('sqlite')
    const { job } = jobOf(where, 0)
    let looked = 0
    const now = () => {
      looked += 1
      return 0
    }
    startNightlyBackup({ ...job, now, config: { ...job.config, BACKUP_HOUR: 'off' } })()
    expect(looked).toBe(0)
  })

  it('does not take the whole night for granted because a foreign file is in the way', async () => {
    const where = await place('sqlite')
    const { job, lines } = jobOf(where, at('2026-11-22T03:00Z'))
    await mkdir(path.dirname(where.backups), { recursive: true })
    await writeFile(where.backups, 'a file, not a folder')
    const next = await runDue(job, 3, { at: job.now(), since: job.now() })
    expect(next.at).toBe(job.now() + HOUR)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'error',
      msg: expect.stringContaining('again in an hour'),
    })
  })
})
