import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contactsIn,
  fieldsIn,
  isSameContact,
  isSkipped,
  onlyFieldIn,
  refusedFieldsIn,
} from '../../dialogs/contact-words.ts'
import { sentTo } from '../../dialogs/update-contact.ts'

describe('which contact details are to be changed', () => {
  it.each([
    ['我搬家了，把登记的地址改一下', ['address']],
    ['换邮箱', ['email']],
    ['邮箱地址想换一个', ['email']],
    ['联系电话换了', ['phone']],
    ['帮我update一下email和mailing address', ['address', 'email']],
    ['想更改通訊地址同電郵', ['address', 'email']],
    ['门牌号登记错了', ['address']],
    ['修改我的联系方式', []],
    ['update my email address', ['email']],
    ['change my address', ['address']],
    ['my contact number has changed', ['phone']],
    ['new e-mail and phone number', ['email', 'phone']],
    ['my phone shows no mails, change the email', ['email']],
    ['update my contact details', []],
    ['', []],
  ])('%s → %j', (text, fields) => {
    expect(fieldsIn(text)).toEqual(fields)
  })
})

describe('what they are changed to', () => {
  it.each([
    ['我的新邮箱是 Lin.New@example.com', { email: 'Lin.New@example.com' }],
    ['邮箱从 old@example.com 改成 new@example.com', { email: 'new@example.com' }],
    ['change my email from old@example.com to new@example.com', { email: 'new@example.com' }],
    ['联系电话换成 13812345678', { phone: '13812345678' }],
    ['原来的电话 13912345678 换成 13812345678', { phone: '13812345678' }],
    ['new@example.com', { email: 'new@example.com' }],
    ['13812345678', { phone: '13812345678' }],
    ['地址改成滨江区柳岸大道 90 号 501 室', { address: '滨江区柳岸大道 90 号 501 室' }],
    [
      '新地址滨江区柳岸大道 90 号 501 室，邮箱也换成 new@example.com',
      { address: '滨江区柳岸大道 90 号 501 室', email: 'new@example.com' },
    ],
    [
      'my new address is Flat 3, 12 Willow Road, Riverside and my email is new@example.com',
      { address: 'Flat 3, 12 Willow Road, Riverside', email: 'new@example.com' },
    ],
    ['我想改地址', {}],
    ['email a@example.com, no, b@example.com', {}],
    ['怎么改邮箱', {}],
  ])('%s → %j', (text, values) => {
    expect(contactsIn(text)).toEqual(values)
  })

  it('is an address without its word where one is asked for', () => {
    expect(contactsIn('滨江区柳岸大道 90 号 501 室', 'address')).toEqual({
      address: '滨江区柳岸大道 90 号 501 室',
    })
    expect(contactsIn('12 Willow Road, Riverside', 'address')).toEqual({
      address: '12 Willow Road, Riverside',
    })
  })

  it('reads any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        contactsIn(text, 'address')
        onlyFieldIn(text)
        isSkipped(text)
        refusedFieldsIn(text)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what is left as it is', () => {
  it.each([
    ['只改邮箱', 'email'],
    ['地址不用改，只改电话', 'phone'],
    ['只要邮箱', 'email'],
    ['邮箱就行', 'email'],
    ['only the e-mail', 'email'],
    ['the email only, please', 'email'],
    ['just my mailbox is full', null],
    ['just the email please', 'email'],
    ['only change my address', 'address'],
    ['邮箱', null],
  ])('only: %s → %s', (text, field) => expect(onlyFieldIn(text)).toBe(field))

  it.each([
    ['电话不改了', ['phone']],
    ['电话先别换', ['phone']],
    ['不改电话了', ['phone']],
    ['電話唔使改', []],
    ['手机号还是用原来的', ['phone']],
    ['地址和电话都不用改', ['address', 'phone']],
    ["don't change the phone", ['phone']],
    ['please leave the phone number as it is', ['phone']],
    ['not the phone', ['phone']],
    ['yes, but keep my old number', ['phone']],
    ['the email is fine but do not touch the address', ['address']],
    ['电话不要 13911112222，改成 13933334444', []],
    ['电话不对', []],
    ['邮箱改成 a@example.com', []],
    ['not sure', []],
    ['确认', []],
  ])('refused: %s → %j', (text, fields) => expect(refusedFieldsIn(text)).toEqual(fields))

  it.each(['电话不用改', '不用改了', '跳过', 'skip it', 'keep the number', 'no need'])(
    'skipped: %s',
    (text) => expect(isSkipped(text)).toBe(true),
  )
  it.each(['13812345678', '不知道', 'my number is 13812345678'])('not skipped: %s', (text) =>
    expect(isSkipped(text)).toBe(false),
  )
})

describe('what a receipt says was sent', () => {
  const before = { email: 'old@example.com', phone: null }
  const email = { field: 'email', value: 'new@example.com' } as const
  const phone = { field: 'phone', value: '13812345678' } as const

  it('is that codes move, and that the old contact was told where there is one', () => {
    expect(sentTo([email], before, () => true)).toEqual(['details.codes', 'details.told'])
    expect(sentTo([phone], before, () => true)).toEqual(['details.codes'])
  })

  it('is nothing where nothing is changed yet, an address is, or nothing can be sent', () => {
    const address = { field: 'address', value: '12 Willow Road' } as const
    expect(sentTo([], before, () => true)).toEqual([])
    expect(sentTo([address], before, () => true)).toEqual([])
    expect(sentTo([email], before, () => false)).toEqual([])
  })

  it('is only what can arrive: mail does not reach a phone', () => {
    expect(sentTo([phone], { ...before, phone: '1' }, (to) => to.email !== null)).toEqual(['details.told'])
  })
})

describe('the same contact', () => {
  it.each([
    ['phone', '+86 138 1234 5678', '13812345678', true],
    ['email', 'Lin@Example.com', 'lin@example.com', true],
    ['address', '滨江区柳岸大道88号1203室', '滨江区柳岸大道 88 号 1203 室', true],
    ['address', '滨江区柳岸大道 88 号', '滨江区柳岸大道 89 号', false],
  ] as const)('%s: %s and %s: %s', (field, one, other, same) => {
    expect(isSameContact(field, one, other)).toBe(same)
  })
})
