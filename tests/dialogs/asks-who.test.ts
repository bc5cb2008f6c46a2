import { describe, expect, it } from 'vitest'
import { asksWho } from '../../dialogs/asks-who.ts'

describe('a question about who may have an offer', () => {
  it.each([
    '为什么？',
    '什么条件',
    '为什么给我这个优惠',
    '怎么突然给我优惠了',
    '这个优惠有什么条件吗',
    '谁可以享受这个优惠',
    '哪些人能享受',
    '有什么限制吗',
    '凭什么',
    'why?',
    'why am I getting this',
    'why would you offer me that',
    'Who can get this offer?',
    'who is this for',
    'am I eligible',
    'what are the conditions?',
    "what's the catch",
  ])('is heard in “%s”', (text) => expect(asksWho(text)).toBe(true))

  it.each([
    '要这个优惠',
    '继续取消',
    '为什么这个月账单这么高',
    '为什么我的网这么慢',
    '谁可以帮我转人工',
    '怎么取消',
    '漫游怎么收费',
    '优惠我不要',
    'yes please',
    'go on and cancel',
    'why is my bill so high',
    'why is the internet so slow today',
    'who are you',
    'how much does roaming cost',
    '为什么'.repeat(200),
  ])('is not heard in “%s”', (text) => expect(asksWho(text)).toBe(false))
})
