/** What the tests use of the reference peers, which bring no types. */

declare module 'wechat-crypto' {
  export default class WXBizMsgCrypt {
    constructor(token: string, encodingAESKey: string, id: string)
    getSignature(timestamp: string, nonce: string, encrypted: string): string
    encrypt(text: string): string
    decrypt(encrypted: string): { message: string; id: string }
  }
}

declare module 'co-wechat' {
  interface Context {
    status: number
  }
  interface Wechat {
    middleware(
      answer: (message: Record<string, string>) => Promise<string>,
    ): (context: Context, next: () => Promise<void>) => Promise<void>
  }
  export default function wechat(config: {
    readonly token: string
    readonly appid: string
    readonly encodingAESKey?: string
  }): Wechat
}

declare module 'koa' {
  import type { RequestListener } from 'node:http'

  export default class Koa {
    use(middleware: (context: never, next: () => Promise<void>) => Promise<void>): this
    on(event: 'error', listener: (error: Error) => void): this
    callback(): RequestListener
  }
}
