/** An installation under test as `liuke doctor` sees it: settings, and what each check found by its id. */

import { allChecks } from '../../../src/channels/checks/all-checks.ts'
import { type Group, type Result, runChecks } from '../../../src/channels/checks/check.ts'
import { lookAt } from '../../../src/channels/checks/installation.ts'
import { reportJson, reportText } from '../../../src/channels/checks/report.ts'
import { type Mode, readConfig } from '../../../src/config.ts'

/** What a test may choose. */
export interface LookedAtOptions {
  /** Groups to check; reading the corpus takes longest, and is left out unless it is named. */
  readonly only?: readonly Group[]
  readonly mode?: Mode
  readonly offline?: boolean
  readonly timeoutMs?: number
  readonly now?: () => number
}

/** What was found. */
export interface LookedAt {
  readonly results: readonly Result[]
  /** All reports in one, to be searched for what must not be in them. */
  readonly everything: string
  /** What one check has found. */
  of(id: string): Result
  /** Ids of checks with a status. */
  those(status: Result['status']): string[]
}

/** Looks at an installation by its settings. */
export async function lookedAt(
  environment: Readonly<Record<string, string>>,
  { only, mode = 'demo', offline = false, timeoutMs = 5_000, now = Date.now }: LookedAtOptions = {},
): Promise<LookedAt> {
  const installation = await lookAt(readConfig(environment, mode), { environment, now, timeoutMs })
  try {
    const checks = allChecks(installation).filter(({ group }) => only?.includes(group) ?? group !== 'content')
    const results = await runChecks(checks, { offline, timeoutMs })
    const texts = (['en', 'zh'] as const).map((language) => [
      reportText(results, { language, colour: false }),
      reportJson(results, language),
    ])
    return {
      results,
      everything: texts.flat().join('\n'),
      of: (id) => {
        const found = results.find((result) => result.id === id)
        if (!found) throw new Error(`There is no check ${id}.`)
        return found
      },
      those: (status) => results.filter((result) => result.status === status).map(({ id }) => id),
    }
  } finally {
    await installation.close()
  }
}
