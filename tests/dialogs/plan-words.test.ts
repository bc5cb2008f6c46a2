import { describe, expect, it } from 'vitest'
import type { MobilePlan } from '../../dialogs/mobile-plans.ts'
import { asksAboutPlans, confirmsPlan, givesUp, planTowards, planWishOf } from '../../dialogs/plan-words.ts'
import { readYesNo } from '../../src/understanding/slots/yes-no.ts'

const plan = (
  id: string,
  zh: string,
  en: string,
  yuan: number,
  data: number,
  proof: string | null = null,
): MobilePlan => ({
  id,
  name: { zh, en },
  fen: yuan * 100,
  data,
  minutes: 100,
  proof: proof === null ? null : { zh: proof, en: proof },
})
const PLANS = [
  plan('senior', '敬老', 'Senior', 29, 8, 'id'),
  plan('student', '校园', 'Student', 39, 40, 'card'),
  plan('lite', '轻享', 'Lite', 39, 10),
  plan('basic', '畅享', 'Basic', 59, 20),
  plan('plus', '优享', 'Plus', 99, 50),
  plan('max', '尊享', 'Max', 159, 120),
]
const wishOf = (text: string): string | null => {
  const wish = planWishOf(text, PLANS)
  if (wish === null) return null
  return 'plan' in wish ? wish.plan : 'towards' in wish ? wish.towards : 'other'
}

describe('which plan is wanted', () => {
  it.each([
    ['我想改成畅享', 'basic'],
    ['優享那檔勞駕給我換上', 'plus'],
    ['不要现在这个套餐了，转轻享', 'lite'],
    ['从轻享挪到尊享，帮办一下', 'max'],
    ['不要优享，要畅享', 'basic'],
    ['从159降成99的行不', 'plus'],
    ['把我从129降到59那档', 'basic'],
    ['我要改办99块那个', 'plus'],
    ['换成39元的', 'lite'],
    ['把我爸的号改成敬老套餐', 'senior'],
    ['我要 upgrade 到 Max', 'max'],
    ['帮我 switch 到 Plus', 'plus'],
    ['50G的那个', 'plus'],
    ['upgrade me to plus', 'plus'],
    ['move me onto the lite plan', 'lite'],
    ['wanna go from max to basic', 'basic'],
    ['i want to take the 99 one instead of mine', 'plus'],
    ['switch me to the plus plan', 'plus'],
    ['no, the Plus one', 'plus'],
    ['not Plus, Basic please', 'basic'],
    ['Max', 'max'],
    ['the 50 GB one', 'plus'],
    ['¥159', 'max'],
    ['put my dad on the senior plan', 'senior'],
  ])('%s → %s', (text, id) => expect(wishOf(text)).toBe(id))

  it.each([
    ['换个便宜点的', 'cheaper'],
    ['套餐太贵用不完，想调低', 'cheaper'],
    ['换套餐，再小一点', 'cheaper'],
    ['降到最便宜的那档', 'cheapest'],
    ['流量不够用，给我换个大点的套餐', 'bigger'],
    ['想升个档', 'bigger'],
    ['升级套餐', 'bigger'],
    ['要最大的', 'biggest'],
    ['a cheaper one', 'cheaper'],
    ['i want to downgrade', 'cheaper'],
    ['the cheapest plan please', 'cheapest'],
    ['need more data every month so put me on a bigger package', 'bigger'],
    ['bump me up to the next tier', 'bigger'],
    ['换一个别的', 'other'],
    ['a different one', 'other'],
  ])('%s → %s', (text, towards) => expect(wishOf(text)).toBe(towards))

  it.each([
    '换套餐',
    'change my plan',
    'Plus 或者 Max',
    'from Max',
    'plus I need it soon',
    'what is the max data I can get',
    'I need 20 GB more',
    'I have 100 minutes',
    '不要优享',
    'it is too late',
    'is that right',
    '好的',
    'yes',
  ])('%s names none for certain', (text) => expect(wishOf(text)).toBeNull())

  it.each(['畅享多少钱', 'how much is the Plus plan', '这两个有什么区别', "what's the difference"])(
    '%s only asks',
    (text) => expect(asksAboutPlans(text)).toBe(true),
  )

  it('a direction leads to the next plan, or to none', () => {
    const open = PLANS.filter(({ proof }) => proof === null)
    expect(planTowards('cheaper', 15_900, open)?.id).toBe('plus')
    expect(planTowards('cheapest', 15_900, open)?.id).toBe('lite')
    expect(planTowards('bigger', 3_900, open)?.id).toBe('basic')
    expect(planTowards('biggest', 3_900, open)?.id).toBe('max')
    expect(planTowards('bigger', 15_900, open)).toBeNull()
  })

  it.each([
    ['yes, the Plus plan', 'yes'],
    ['好的，优享套餐', 'yes'],
    ['确认换成优享', 'yes'],
    ['plus', 'unclear'],
    ['the Plus plan?', 'unclear'],
    ['not sure about Plus', 'unclear'],
    ['sure, wait, no', 'unclear'],
    ['不要优享', 'no'],
  ])('%s at the confirmation of Plus is %s', (text, answer) => {
    const plus = PLANS[4]
    if (!plus) throw new Error('there is such a plan')
    const read = confirmsPlan(text, readYesNo(text), plus)
    // A refusal that names the plan may also be left to be asked again; it is never a yes.
    if (answer === 'no') expect(read).not.toBe('yes')
    else expect(read).toBe(answer)
  })
})

describe('whether the change is given up', () => {
  it.each(['太贵了，算了', '优享太贵了，不换了', '还是不办了吧', 'too expensive, never mind', 'no thanks'])(
    '%s',
    (text) => {
      expect(givesUp(text)).toBe(true)
    },
  )
  it.each(['算了，换便宜的', '不换优享，换畅享', 'never mind, the cheaper one', '太贵了'])(
    'not: %s',
    (text) => {
      expect(givesUp(text)).toBe(false)
    },
  )
})
