/** `liuke start`: the demo, with the sample company, bound to this machine. */

import type { Command } from './command.ts'
import { runServer } from './run-server.ts'

export const command: Command = {
  name: 'start',
  summary: 'run the demo on this machine',
  usage: `liuke start

Runs the demo: the sample company, a database and keys of its own in LIUKE_HOME (default: var), and a
page with the chat at http://127.0.0.1:3978. The first start trains the bot, which takes some seconds.
Settings: docs/configuration.md. For real customers use \`liuke serve\`.`,
  run: () =>
    runServer('demo', (server, config) => {
      console.error(`
  留客 Liuke 已就绪 / is ready

    演示网页 demo page    ${server.url}/?lang=zh    ${server.url}/?lang=en
    在终端里聊 terminal     npm run -s liuke -- chat
    人工排队 queue         npm run -s liuke -- queue list

  数据 data: ${config.LIUKE_HOME}    停止 stop: Ctrl+C
`)
    }),
}
