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
    客服工作台 desk        ${server.url}/desk
    管理台 console         ${server.url}/console
${server.accounts.map(({ name, password }) => `                           ${name.padEnd(6)} ${password}`).join('\n')}
    验证码 one-time codes  ${server.url}/demo/inbox
    试用账号 try as        8000000011 王晓雯 · 8000000029 Olivia Bennett · 8000000037 陈建国
    在终端里聊 terminal     npm run -s liuke -- chat

  数据 data: ${config.LIUKE_HOME}    停止 stop: Ctrl+C
`)
    }),
}
