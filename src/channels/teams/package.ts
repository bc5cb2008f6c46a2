/** The zip that is uploaded to Teams: manifest, translations and icons, checked with Microsoft's own schemas. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Ajv } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'
import type { Corpus } from '../../corpus/types.ts'
import { LiukeError } from '../../errors.ts'
import { type AppCommand, MANIFEST_VERSION, manifestFiles, type TeamsApp } from './manifest.ts'

/** Where icons and the default command menu are. */
const ASSETS = path.join(import.meta.dirname, '../../../assets/teams')
/** Only the schemas are read from this package; its code fetches them from the web. */
const SCHEMAS = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest/package.json')),
  `build/json-schemas/teams/v${MANIFEST_VERSION}`,
)
/** The zip format knows local times without a zone; one fixed time makes the same app the same bytes. */
const MODIFIED = new Date(2026, 0, 1)

const commandsShape = z
  .array(
    z.strictObject({
      entry: z.string(),
      about: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
    }),
  )
  .max(10)

/** The file of the default command menu. */
export const COMMANDS_FILE = path.join(ASSETS, 'commands.yaml')

/**
 * Builds the package. The same app gives the same bytes.
 * @throws LiukeError `teams_app_incomplete`, `teams_manifest_invalid`
 */
export async function teamsPackage(app: TeamsApp): Promise<Uint8Array> {
  const files = manifestFiles(app)
  for (const [name, content] of files) await check(name, content)
  const json = [...files].map(
    ([name, content]) => [name, strToU8(`${JSON.stringify(content, null, 2)}\n`)] as const,
  )
  const icons = await Promise.all(
    ['color.png', 'outline.png'].map(
      async (name) => [name, new Uint8Array(await readFile(path.join(ASSETS, name)))] as const,
    ),
  )
  return zipSync(Object.fromEntries([...json, ...icons]), { level: 9, mtime: MODIFIED })
}

/**
 * The command menu a file describes, with the titles of the corpus.
 * @param lines the parsed YAML
 * @throws LiukeError `teams_commands_invalid`
 */
export function appCommands(file: string, lines: unknown, corpus: Corpus): AppCommand[] {
  const parsed = commandsShape.safeParse(lines)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new LiukeError(
      'teams_commands_invalid',
      `${file} does not describe a command menu: ${issue?.path.join('.') || 'file'}: ${issue?.message ?? ''}`,
      `Write lines like those of ${path.relative(process.cwd(), COMMANDS_FILE)}.`,
    )
  }
  return parsed.data.flatMap(({ entry, about }) => {
    const title = corpus.entries.get(entry)?.title
    return title === undefined ? [] : [{ title, about }]
  })
}

/** Our own checks come first and say what to set; these find what they have missed. */
async function check(name: string, content: object): Promise<void> {
  const isManifest = name === 'manifest.json'
  const file = isManifest ? 'MicrosoftTeams.schema.json' : 'MicrosoftTeams.Localization.schema.json'
  const text = await readFile(path.join(SCHEMAS, file), 'utf8')
  // Some of the files begin with a byte order mark.
  const schema: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
  // Some of its patterns are no regular expressions in the strict reading `u` asks for.
  const ajv: Ajv = new AjvDraft04.default({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    allErrors: true,
  })
  // A schema of JSON Schema draft 4 is an object.
  const validate = ajv.compile(schema as object)
  if (validate(content)) return
  throw new LiukeError(
    'teams_manifest_invalid',
    `${name} is not what Microsoft's schema ${MANIFEST_VERSION} asks for: ${ajv.errorsText(validate.errors, { dataVar: name })}.`,
    'Change the name, texts or addresses it names.',
  )
}
