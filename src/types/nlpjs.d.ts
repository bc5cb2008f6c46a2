/** The parts of NLP.js that Liuke calls; NLP.js brings no types of its own. */

declare module '@nlpjs/core' {
  export type Settings = Record<string, unknown>

  export class Container {
    register(name: string, item: unknown, isSingleton?: boolean): void
    use(item: unknown, name?: string): string
    get(name: string, settings?: Settings): unknown
    registerConfiguration(tag: string, configuration: Settings, overwrite?: boolean): void
    registerPipeline(tag: string, pipeline: string[], overwrite?: boolean): void
  }

  /** The container with NLP.js' own tokenizer, stemmer and logger in it; reads no file and no environment. */
  export function containerBootstrap(settings?: Settings): Container
}

declare module '@nlpjs/nlu' {
  import type { Container, Settings } from '@nlpjs/core'

  export interface Classification {
    intent: string
    score: number
  }

  export class Nlu {
    readonly settings: Settings & { locale: string }
    readonly container: Container
    constructor(settings?: Settings, container?: Container)
    prepare(text: unknown, settings?: Settings): Promise<unknown>
    train(corpus: { utterance: string; intent: string }[], settings?: Settings): Promise<{ status?: unknown }>
    process(utterance: string, settings?: Settings): Promise<{ classifications: Classification[] }>
    toJSON(): Settings
    fromJSON(json: Settings): void
  }
}

declare module '@nlpjs/basic' {
  import type { Container, Settings } from '@nlpjs/core'
  import type { Classification } from '@nlpjs/nlu'

  export { Container } from '@nlpjs/core'

  export class StemmerEn {
    constructor(container?: Container)
    setCurrent(word: string): void
    innerStem(): void
    getCurrent(): string
  }

  export class LangEn {
    register(container: Container): void
  }

  export interface NlpResult {
    locale: string
    utterance: string
    intent: string
    score: number
    classifications: Classification[]
    nluAnswer?: unknown
  }

  /** NLP.js' corpus format, one locale. */
  export interface NlpCorpus {
    name: string
    locale: string
    data: { intent: string; utterances: string[]; answers?: string[] }[]
  }

  export class Nlp {
    readonly container: Container
    constructor(settings?: Settings, container?: Container)
    addLanguage(locales: string | string[]): void
    addDocument(locale: string, utterance: string, intent: string): void
    addCorpus(corpus: NlpCorpus): Promise<void>
    train(): Promise<unknown>
    process(
      input: { locale: string; utterance: string },
      utterance?: undefined,
      context?: Settings,
    ): Promise<NlpResult>
    /** Guesses the language itself. */
    process(utterance: string): Promise<NlpResult>
    toJSON(): Settings
    fromJSON(json: Settings): void
  }
}

declare module '@nlpjs/lang-zh' {
  import type { Container } from '@nlpjs/core'

  export class LangZh {
    register(container: Container): void
  }
}
