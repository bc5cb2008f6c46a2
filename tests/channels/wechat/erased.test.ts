import { afterAll, beforeAll, expect, it } from 'vitest'
import { conversationOf } from '../../../src/channels/wechat/intake.ts'
import { findConversation } from '../../../src/conversations/start.ts'
import { erase } from '../../../src/jobs/erase/erase.ts'
import { findPerson } from '../../../src/jobs/erase/person.ts'
import { type Stage, saying, startStage } from './stage.ts'
import { account, text } from './weixin.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage({ think: (turn) => saying(`回答 ${turn.text}`)(turn) })
})
afterAll(() => stage.close())

it('somebody who was erased and writes again begins anew, in a process that knew them', async () => {
  const { store } = stage.server.open
  const weixin = stage.weixin()
  const openid = 'o-erased'
  const say = (content: string) => weixin.deliver(text(content, { FromUserName: openid }), 10_000)
  expect(await say('第一次')).toContain('回答 第一次')
  const id = conversationOf(store, account().appid, openid)
  const before = await findConversation(store, id)
  await erase(store, await findPerson(store, id), { scope: 'chat', actor: 'test' })
  expect(await findConversation(store, id)).toBeUndefined()
  expect(await say('又来了')).toContain('回答 又来了')
  const after = await findConversation(store, id)
  expect(after?.subject_id).not.toBe(before?.subject_id)
  const messages = await store.db
    .selectFrom('messages')
    .select('seq')
    .where('conversation_id', '=', id)
    .execute()
  expect(messages.map(({ seq }) => seq)).toContain(1)
})
