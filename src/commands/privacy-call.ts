/** What `liuke privacy` can be asked to do. */

/** What stands after `liuke privacy`. */
export const ACTIONS = ['export', 'erase', 'requests', 'scan', 'retention', 'rotate-key'] as const

/** A call, read. */
export interface PrivacyCall {
  readonly action: (typeof ACTIONS)[number]
  readonly id: string
  readonly out: string | undefined
  readonly language: 'zh' | 'en'
  readonly yes: boolean
  readonly force: boolean
  readonly dryRun: boolean
  readonly needleFile: string | undefined
  readonly newKeyFile: string | undefined
  readonly json: boolean
}
