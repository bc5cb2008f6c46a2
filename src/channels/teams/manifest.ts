/** The manifest of the Teams app and its translations, from what the company is called and where it is. */

import { LiukeError } from '../../errors.ts'
import { toTraditional } from '../../understanding/script.ts'

/** A text in both languages. */
interface InBoth {
  readonly zh: string
  readonly en: string
}

/** One line of the bot's command menu. */
export interface AppCommand {
  /** What is said when it is picked. */
  readonly title: InBoth
  readonly about: InBoth
}

/** What an app is made of. */
export interface TeamsApp {
  /** Id of the app in the catalogue of Teams, a GUID; often the same as the bot's. */
  readonly id: string
  readonly botId: string | undefined
  /** Grows with every upload: three numbers with dots. */
  readonly version: string
  readonly name: InBoth
  readonly company: InBoth
  readonly publicUrl: string | undefined
  readonly privacyUrl: string | undefined
  readonly termsUrl: string | undefined
  readonly websiteUrl: string | undefined
  /** Language of the manifest itself; the others are translations of it. */
  readonly language: 'zh' | 'en'
  readonly commands: readonly AppCommand[]
}

/** Newest version of the schema Microsoft documents as generally available; nothing here needs a newer one. */
export const MANIFEST_VERSION = '1.22'
const SCHEMAS = `https://developer.microsoft.com/json-schemas/teams/v${MANIFEST_VERSION}`

const TAGS = { zh: 'zh-cn', 'zh-Hant': 'zh-tw', en: 'en-us' } as const
type Reader = keyof typeof TAGS

const MOST_COMMANDS = 10
const LONGEST_NAME = 30
const LONGEST_DEVELOPER = 32

/**
 * The files of the package besides its icons, as JSON by name.
 * @throws LiukeError `teams_app_incomplete`, which names everything that is missing
 */
export function manifestFiles(app: TeamsApp): Map<string, object> {
  const { botId, home, privacyUrl, termsUrl, websiteUrl } = checked(app)
  const others = readers.filter((reader) => reader !== app.language)
  const texts = textsOf(app, app.language)
  const manifest = {
    $schema: `${SCHEMAS}/MicrosoftTeams.schema.json`,
    manifestVersion: MANIFEST_VERSION,
    version: app.version,
    id: app.id,
    developer: { name: app.company[app.language], websiteUrl, privacyUrl, termsOfUseUrl: termsUrl },
    localizationInfo: {
      defaultLanguageTag: TAGS[app.language],
      additionalLanguages: others.map((reader) => ({ languageTag: TAGS[reader], file: fileOf(reader) })),
    },
    name: { short: texts.name },
    description: { short: texts.short, full: texts.full },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0B6B66',
    defaultInstallScope: 'personal',
    bots: [
      {
        botId,
        scopes: ['personal', 'team', 'groupChat'],
        isNotificationOnly: false,
        supportsFiles: true,
        supportsCalling: false,
        supportsVideo: false,
        ...(texts.commands.length > 0
          ? {
              commandLists: [{ scopes: ['personal', 'team', 'groupChat'], commands: texts.commands }],
            }
          : {}),
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [home.host],
  }
  return new Map<string, object>([
    ['manifest.json', manifest],
    ...others.map((reader) => [fileOf(reader), translation(app, reader)] as const),
  ])
}

const readers: readonly Reader[] = ['zh', 'zh-Hant', 'en']

function fileOf(reader: Reader): string {
  return `${TAGS[reader]}.json`
}

interface Texts {
  readonly name: string
  readonly short: string
  readonly full: string
  readonly commands: readonly { readonly title: string; readonly description: string }[]
}

function textsOf(app: TeamsApp, reader: Reader): Texts {
  const read = (text: InBoth): string =>
    reader === 'en' ? text.en : reader === 'zh' ? text.zh : toTraditional(text.zh)
  const { company } = app
  return {
    name: read(app.name),
    short: read({ zh: `${company.zh}在线客服`, en: `Customer service of ${company.en}` }),
    full: read({
      zh: `向${company.zh}提问、查询和办理业务：机器人随时回答，需要时由人工客服接着为您服务。可以用中文或英文提问，也可以发送图片和文件。在群聊和团队频道里，请先 @ 它；个人信息只在单独聊天中查询。`,
      en: `Ask ${company.en}, look things up and get things done: a bot answers at any hour, and a person takes over when you need one. Write in English or Chinese; pictures and files are welcome, too. Mention it with @ in group chats and channels; personal matters are answered only in a chat of your own.`,
    }),
    commands: app.commands
      .slice(0, MOST_COMMANDS)
      .map(({ title, about }) => ({ title: read(title), description: read(about) })),
  }
}

function translation(app: TeamsApp, reader: Reader): object {
  const { name, short, full, commands } = textsOf(app, reader)
  return {
    $schema: `${SCHEMAS}/MicrosoftTeams.Localization.schema.json`,
    'name.short': name,
    'description.short': short,
    'description.full': full,
    ...Object.fromEntries(
      commands.flatMap(({ title, description }, at) => [
        [`bots[0].commandLists[0].commands[${at}].title`, title],
        [`bots[0].commandLists[0].commands[${at}].description`, description],
      ]),
    ),
  }
}

/** What the manifest needs, as it needs it; all that is wrong comes in one error. */
function checked(app: TeamsApp) {
  const problems: string[] = []
  const { botId, publicUrl } = app
  const home = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl) : null
  if (botId === undefined)
    problems.push('TEAMS_APP_ID is not set: set it to the Microsoft App ID of the bot.')
  if (home === null || home.protocol !== 'https:')
    problems.push('PUBLIC_URL is not an https address: set it to where this server is reached from outside.')
  const origin = home?.origin ?? ''
  const privacyUrl = app.privacyUrl ?? `${origin}/privacy`
  const urls = {
    websiteUrl: app.websiteUrl ?? origin,
    privacyUrl,
    termsUrl: app.termsUrl ?? privacyUrl,
  }
  const given = [
    ['--website', app.websiteUrl],
    ['PRIVACY_URL', app.privacyUrl],
    ['--terms', app.termsUrl],
  ] as const
  for (const [name, url] of given)
    if (url !== undefined && !(URL.canParse(url) && new URL(url).protocol === 'https:'))
      problems.push(`${name} is not an https address, and Teams takes no other.`)
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(app.version))
    problems.push('--app-version is not three numbers such as 1.0.2.')
  for (const language of ['zh', 'en'] as const) {
    const name = app.name[language].trim()
    if (name === '' || name.length > LONGEST_NAME)
      problems.push(
        `The name of the app has ${name.length} characters, not 1 to ${LONGEST_NAME}: set it with --name-${language}.`,
      )
  }
  if (app.company[app.language].length > LONGEST_DEVELOPER)
    problems.push(
      `The name of the company has more than ${LONGEST_DEVELOPER} characters: give a shorter one with --developer.`,
    )
  if (problems.length === 0 && botId !== undefined && home !== null) return { botId, home, ...urls }
  throw new LiukeError(
    'teams_app_incomplete',
    problems.join('\n'),
    'Set what is named, and run `liuke teams package` again.',
  )
}
