/** A program that calls the public API, and holds every answer to the document that describes it. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Answer, call } from '../direct-line.ts'

const file = path.join(import.meta.dirname, '..', '..', 'docs', 'api.openapi.yaml')

const responseShape = z.looseObject({
  $ref: z.string().optional(),
  content: z.record(z.string(), z.object({ schema: z.unknown() })).optional(),
})
const operationShape = z.looseObject({
  operationId: z.string(),
  'x-scope': z.string().optional(),
  responses: z.record(z.string(), responseShape),
})
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ responses: z.record(z.string(), responseShape) }),
})

const raw: unknown = parse(readFileSync(file, 'utf8'))
const document = documentShape.parse(raw)

const ajv = new Ajv2020({
  strict: false,
  validateSchema: false,
  formats: {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    date: /^\d{4}-\d\d-\d\d$/,
  },
})
// Draft 2020-12, as OpenAPI 3.1 uses it; looked up by references alone.
ajv.addSchema(strict(raw) as object, 'api')

/** Clients take fields they do not know; here every field that is answered has to be in the document. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const fields = Object.entries(schema).map(([name, value]) => [name, strict(value)] as const)
  const isShape = 'properties' in schema && 'type' in schema
  return { ...(isShape ? { additionalProperties: false } : {}), ...Object.fromEntries(fields) }
}

/** An operation of the document. */
export interface Operation {
  readonly method: string
  /** With `{id}` for what varies. */
  readonly path: string
  readonly scope: string
  readonly responses: Readonly<Record<string, z.output<typeof responseShape>>>
}

/** Every operation that asks for a token. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([at, item]) =>
  Object.entries(item).flatMap(([method, given]) => {
    const operation = operationShape.safeParse(given).data
    const scope = operation?.['x-scope']
    return operation && scope !== undefined
      ? [{ method: method.toUpperCase(), path: at, scope, responses: operation.responses }]
      : []
  }),
)

/** Operations that answered in this file, as `GET /orders 200`. */
export const seen = new Set<string>()

/** What is wrong with an answer, by the document; null for nothing. */
export function wrongWith(method: string, address: string, { status, body }: Answer): string | null {
  const pathname = address.split('?')[0] ?? ''
  const operation = operations
    .filter((one) => one.method === method && matches(one.path, pathname))
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
  if (!operation) return `${method} ${pathname} is not in the document`
  const listed = operation.responses[String(status)]
  const response =
    listed?.$ref === undefined ? listed : document.components.responses[listed.$ref.split('/').at(-1) ?? '']
  if (!response) return `${method} ${operation.path} may not answer ${status}`
  seen.add(`${method} ${operation.path} ${status}`)
  const schema = response.content?.['application/json']?.schema
  if (schema === undefined) return body === null ? null : `${method} ${operation.path} ${status} has a body`
  const validate = ajv.compile(absolute(schema) as object)
  return validate(body) ? null : `${method} ${operation.path} ${status}: ${ajv.errorsText(validate.errors)}`
}

function matches(template: string, pathname: string): boolean {
  const parts = template.split('/')
  const given = pathname.split('/')
  return (
    parts.length === given.length && parts.every((part, at) => part.startsWith('{') || part === given[at])
  )
}

/** References of the document, as a schema outside it writes them. */
function absolute(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'))
}

/** What a call may bring. */
export interface CallOptions {
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A program with a token. */
export class ApiClient {
  readonly #url: string
  readonly #bearer: string | undefined

  constructor(url: string, bearer?: string) {
    this.#url = url
    this.#bearer = bearer
  }

  /** Calls, and throws when the answer is not as described. @param address below `/api/v1` */
  async call(method: string, address: string, options: CallOptions = {}): Promise<Answer> {
    const answer = await call(this.#url, method, `/api/v1${address}`, {
      ...options,
      ...(this.#bearer === undefined ? {} : { bearer: this.#bearer }),
    })
    const wrong = wrongWith(method, address, answer)
    if (wrong !== null) throw new Error(wrong)
    return answer
  }

  get(address: string, headers?: Record<string, string>): Promise<Answer> {
    return this.call('GET', address, headers ? { headers } : {})
  }

  post(address: string, body: unknown = {}, headers?: Record<string, string>): Promise<Answer> {
    return this.call('POST', address, headers ? { body, headers } : { body })
  }
}
