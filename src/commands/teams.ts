/** `liuke teams`: the app package for Teams, and which Teams user is which customer. */

import { readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { linkTeamsUser, listTeamsLinks, type TeamsLink, unlinkTeamsUser } from '../channels/teams/identity.ts'
import { appCommands, COMMANDS_FILE, teamsPackage } from '../channels/teams/package.ts'
import { type Config, readConfig } from '../config.ts'
import { loadCorpus } from '../corpus/load.ts'
import type { Corpus } from '../corpus/types.ts'
import { LiukeError, messageOf } from '../errors.ts'
import type { Command } from './command.ts'
import { runCall, withInstallation } from './run-call.ts'

const usage = `liuke teams package [--out FILE.zip] [--app-version X.Y.Z] [--language zh|en] [--name-zh NAME] [--name-en NAME]
                    [--developer NAME] [--website URL] [--terms URL] [--commands FILE.yaml] [--id GUID]
liuke teams link OBJECT_ID ACCOUNT [--tenant GUID]
liuke teams unlink OBJECT_ID [--tenant GUID]
liuke teams links [--json]

  package   makes the app that is uploaded to Teams (Apps, Manage your apps, Upload an app)
  link      says that a user of Teams is a customer: in their own chat they are not asked for a code
  unlink    takes that back
  links     lists what is linked

  --out FILE           where the app is written (default: liuke-teams.zip)
  --app-version X.Y.Z  must grow with every upload (default: 1.0.0)
  --language zh|en     the language of whoever uses neither (default: en)
  --name-zh, --name-en what the app is called, up to 30 characters (default: WIDGET_TITLE_ZH, WIDGET_TITLE_EN, the company)
  --developer NAME     the company as Teams shows it, up to 32 characters
  --website, --terms   https addresses (default: PUBLIC_URL, PRIVACY_URL)
  --commands FILE      what the menu of the bot offers (default: assets/teams/commands.yaml)
  --id GUID            id of the app in Teams (default: TEAMS_APP_ID)
  --tenant GUID        tenant of the user (default: TEAMS_TENANT_ID)

The package needs TEAMS_APP_ID, and PUBLIC_URL as an https address.

Exit code: 0 done, 1 refused or failed, 2 called wrongly.`

const ACTIONS = { package: [0, 0], link: [2, 2], unlink: [1, 1], links: [0, 0] } as const
type Action = keyof typeof ACTIONS

const options = {
  out: { type: 'string', default: 'liuke-teams.zip' },
  'app-version': { type: 'string', default: '1.0.0' },
  language: { type: 'string', default: 'en' },
  'name-zh': { type: 'string' },
  'name-en': { type: 'string' },
  developer: { type: 'string' },
  website: { type: 'string' },
  terms: { type: 'string' },
  commands: { type: 'string', default: COMMANDS_FILE },
  id: { type: 'string' },
  tenant: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/** Options of each action; the others are refused rather than ignored. */
const OPTIONS_OF: Readonly<Record<Action, readonly string[]>> = {
  package: Object.keys(options).filter((name) => name !== 'tenant' && name !== 'json'),
  link: ['tenant'],
  unlink: ['tenant'],
  links: ['json'],
}

function parseCall(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options, tokens: true })
}

interface Call {
  readonly action: Action
  readonly words: readonly string[]
  readonly values: ReturnType<typeof parseCall>['values']
}

export const command: Command = {
  name: 'teams',
  summary: 'make the app package for Teams, and link Teams users to customers',
  usage,
  run: (args) =>
    runCall(readCall(args), usage, async (call) => {
      console.log(await perform(call))
      return 0
    }),
}

function readCall(args: string[]): Call | string {
  try {
    const { values, positionals, tokens } = parseCall(args)
    const [word = '', ...words] = positionals
    if (!Object.hasOwn(ACTIONS, word)) return `Say what to do: ${Object.keys(ACTIONS).join(', ')}.`
    // Checked by the line above.
    const action = word as Action
    const [least, most] = ACTIONS[action]
    if (words.length < least || words.length > most) return `This is not how \`${action}\` is called.`
    const other = tokens.find((token) => token.kind === 'option' && !OPTIONS_OF[action].includes(token.name))
    if (other?.kind === 'option') return `--${other.name} does not go with \`${action}\`.`
    if (values.language !== 'zh' && values.language !== 'en') return 'The language is zh or en.'
    return { action, words, values }
  } catch (error) {
    return messageOf(error)
  }
}

async function perform({ action, words: [objectId = '', account = ''], values }: Call): Promise<string> {
  if (action === 'package') return makePackage(values)
  return withInstallation(async ({ store, config }) => {
    if (action === 'links') return linksText(await listTeamsLinks(store), values.json)
    const tenant = values.tenant ?? config.TEAMS_TENANT_ID
    if (tenant === undefined)
      throw new LiukeError('teams_tenant_missing', 'It is not said whose user this is.', 'Add --tenant.')
    if (action === 'link') {
      await linkTeamsUser(store, actor(), { tenant, objectId, account })
      return `Linked. In their own chat with the bot this user is the customer of account ${account}.`
    }
    await unlinkTeamsUser(store, actor(), { tenant, objectId })
    return 'Unlinked. This user is asked for a code again.'
  })
}

async function makePackage(values: Call['values']): Promise<string> {
  const config: Config = readConfig(process.env, 'demo')
  const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
  const company = companyName(corpus)
  const named = { zh: values.developer ?? company.zh, en: values.developer ?? company.en }
  const zip = await teamsPackage({
    id: values.id ?? config.TEAMS_APP_ID ?? '',
    botId: config.TEAMS_APP_ID,
    version: values['app-version'],
    name: {
      zh: values['name-zh'] ?? config.WIDGET_TITLE_ZH ?? company.zh,
      en: values['name-en'] ?? config.WIDGET_TITLE_EN ?? company.en,
    },
    company: named,
    publicUrl: config.PUBLIC_URL,
    privacyUrl: config.PRIVACY_URL,
    termsUrl: values.terms,
    websiteUrl: values.website,
    language: values.language === 'zh' ? 'zh' : 'en',
    commands: appCommands(values.commands, await readYaml(values.commands), corpus),
  })
  await writeFile(values.out, zip)
  return `${values.out} is ready, version ${values['app-version']}. Upload it in Teams: Apps, Manage your apps, Upload an app.`
}

function companyName({ company }: Corpus): { zh: string; en: string } {
  const name = company.variables.get('company.name') ?? 'Liuke'
  return typeof name === 'string' ? { zh: name, en: name } : name
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new LiukeError(
      'teams_commands_unreadable',
      `${file} cannot be read as YAML.`,
      'Check --commands, and the file.',
      { cause: error },
    )
  }
}

function linksText(links: readonly TeamsLink[], json: boolean): string {
  if (json) return JSON.stringify(links, null, 2)
  if (links.length === 0) return 'No Teams user is linked. Link one with: liuke teams link OBJECT_ID ACCOUNT'
  return links
    .map(({ account, user, since }) => {
      const who = user ? `${user.objectId}  ${user.tenant}` : 'has not written yet'.padEnd(74)
      return `${new Date(since).toISOString().slice(0, 10)}  ${(account ?? 'erased').padEnd(16)}  ${who}  ${user?.name ?? ''}`.trimEnd()
    })
    .join('\n')
}

/** Who runs the command, as the machine knows them. */
function actor(): string {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container may run under a number that has no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`
  }
}
