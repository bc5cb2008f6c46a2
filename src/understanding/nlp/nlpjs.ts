/** Loads NLP.js. Everything of Liuke that needs NLP.js takes it from here. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

// On loading, NLP.js' logger asks pino for pretty printing, and pino prints a warning; not in production.
const environment = process.env['NODE_ENV']
process.env['NODE_ENV'] = 'production'
// NLP.js is CommonJS; its types are in src/types/nlpjs.d.ts.
const basic = require('@nlpjs/basic') as typeof import('@nlpjs/basic')
const nlu = require('@nlpjs/nlu') as typeof import('@nlpjs/nlu')
if (environment === undefined) delete process.env['NODE_ENV']
else process.env['NODE_ENV'] = environment

export const { Container, LangEn, Nlp, StemmerEn } = basic
export const { Nlu } = nlu
