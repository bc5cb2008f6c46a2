/** The console's API of import and export: a corpus as files in several formats, and files of others into the draft. */

import type { IncomingMessage } from 'node:http'
import type { Request, Response, Server } from 'restify'
import { z } from 'zod'
import { type BodyLimits, readFileBody, readMultipart } from '../channels/files/body.ts'
import { contentDisposition } from '../channels/files/file-answer.ts'
import { checked, HttpError, sendJson } from '../channels/http.ts'
import type { Curation } from '../corpus/revisions/context.ts'
import { MAX_FILES, MAX_GIVEN_BYTES } from '../jobs/exchange/archive.ts'
import { Exchanger } from '../jobs/exchange/exchanger.ts'
import { corpusName, download, filesOfCorpus, recordExport, type Which } from '../jobs/exchange/export.ts'
import { type ExchangedFile, exchangeFormats, type Lost } from '../jobs/exchange/given.ts'
import { type ImportResult, importCorpus } from '../jobs/exchange/import.ts'
import { sentenceOf } from '../jobs/exchange/words.ts'
import type { ExportAbout, ImportAnswer, LostSaid } from './corpus-exchange-types.ts'
import type { Gate } from './gate.ts'

const BASE = '/api/console/corpus'
/** How long an upload may take, in milliseconds. */
const DEADLINE_MS = 60_000
/** Problems that are told one by one. */
const MOST_PROBLEMS = 200

const format = z.enum(exchangeFormats)
const exportShape = z.strictObject({
  format,
  which: z
    .union([z.enum(['live', 'draft']), z.string().regex(/^[1-9]\d{0,8}$/, 'live, draft, or a number')])
    .default('live'),
})
const importShape = z.strictObject({
  format,
  mode: z.enum(['merge', 'replace']).default('merge'),
  language: z.enum(['zh', 'en', 'auto']).default('auto'),
  dryRun: z.enum(['true', 'false']).default('true'),
  shown: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  name: z.string().min(1).max(300).optional(),
})

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  zip: 'application/zip',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Adds the routes to a server. */
export function mountCorpusExchange(
  server: Server,
  { gate, curation }: { readonly gate: Gate; readonly curation: Curation },
): void {
  const exchanger = new Exchanger()

  const exported = async (request: Request) => {
    const query = checked(exportShape, queryOf(request))
    const which: Which = query.which === 'live' || query.which === 'draft' ? query.which : Number(query.which)
    const corpus = await filesOfCorpus(curation, which)
    const { files, lost } = await exchanger.export(
      corpus,
      query.format,
      corpusName(curation.corpus().company),
    )
    return { query, which, files, lost, file: download(which, query.format, files) }
  }
  server.get(
    `${BASE}/export`,
    gate.route('corpus.read', async (request, response, { account }) => {
      const { query, which, file } = await exported(request)
      await recordExport(curation, account.name, which, query.format)
      sendDownload(response, file)
    }),
  )
  server.get(
    `${BASE}/export/about`,
    gate.route('corpus.read', async (request, response) => {
      const { query, files, lost, file } = await exported(request)
      sendJson(response, 200, {
        ...query,
        name: file.name,
        files: files.length,
        bytes: file.bytes.length,
        lost: lost.map(said),
      } satisfies ExportAbout)
    }),
  )
  server.post(
    `${BASE}/import`,
    gate.route('corpus.edit', async (request, response, { account }) => {
      const { dryRun, shown, name, language, ...how } = checked(importShape, queryOf(request))
      const files = await filesIn(request, name)
      const result = await importCorpus(
        curation,
        account.name,
        { ...how, files, language: language === 'auto' ? null : language },
        {
          dryRun: dryRun === 'true',
          shown,
          plan: (items, wanted, company) => exchanger.plan(items, wanted, company),
        },
      )
      sendJson(response, 200, answerOf(result))
    }),
  )
}

/** @throws HttpError 400 `NoFiles` and as `readMultipart` does */
async function filesIn(request: IncomingMessage, name: string | undefined): Promise<ExchangedFile[]> {
  const limits = limitsOf()
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) {
    const bytes = await readFileBody(request, limits)
    if (bytes.length === 0) throw noFiles()
    return [{ name: name ?? 'upload', bytes }]
  }
  const parts = await readMultipart(request, limits)
  const files = parts.map(({ filename, bytes }) => ({ name: filename || 'upload', bytes }))
  if (files.length === 0) throw noFiles()
  return files
}

function noFiles(): HttpError {
  return new HttpError(400, 'NoFiles', 'The request brings no files.')
}

function limitsOf(): BodyLimits {
  let size = 0
  return {
    maxPartBytes: MAX_GIVEN_BYTES,
    maxParts: MAX_FILES,
    deadlineMs: DEADLINE_MS,
    onBytes: (count) => {
      size += count
      if (size > MAX_GIVEN_BYTES)
        throw new HttpError(
          413,
          'ImportTooLarge',
          `An import may have at most ${MAX_GIVEN_BYTES / 1024 / 1024} MB.`,
        )
    },
  }
}

/** The parameters of an address, less the empty ones. */
function queryOf(request: Request): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(request.getQuery())].filter(([, value]) => value !== ''))
}

function said(lost: Lost): LostSaid {
  return { zh: sentenceOf(lost, 'zh'), en: sentenceOf(lost, 'en') }
}

function answerOf({ items, lost, problems, fingerprint, applied, changes }: ImportResult): ImportAnswer {
  const count = (change: string) => items.filter((item) => item.change === change).length
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  return {
    items,
    counts: { added: count('added'), changed: count('changed'), removed: count('removed') },
    lost: lost.map(said),
    problems: [...errors, ...warnings].slice(0, MOST_PROBLEMS),
    errors: errors.length,
    warnings: warnings.length,
    fingerprint,
    applied,
    changes,
  }
}

/** Sends a file that is saved and never shown, and kept by no cache. */
function sendDownload(response: Response, { name, bytes }: ExchangedFile): void {
  response.writeHead(200, {
    'content-type': MEDIA_TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'content-length': bytes.length,
    'content-disposition': contentDisposition('attachment', name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
  })
  response.end(Buffer.from(bytes))
}
