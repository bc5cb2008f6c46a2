/** What customers say about a broadband line that is down: what they see, have tried, and whether it works again. Pure. */

import { normalise } from '../src/understanding/normalise.ts'

/** What can be looked at or tried, in the order in which it is asked for. */
export const CHECKS = ['lights', 'power', 'restart', 'device', 'cable'] as const
export type Check = (typeof CHECKS)[number]

/** What came of it. */
export type Outcome = 'works' | 'still' | 'cannot'

/** What a message says about a fault; every part may be missing. */
export interface FaultReport {
  readonly outcome: Outcome | null
  /** What was tried or looked at already. */
  readonly done: readonly Check[]
  /** What the modem shows. */
  readonly lights: 'red' | 'dark' | 'fine' | null
  /** Whether somebody is to come. */
  readonly visit: boolean
}

/** Longer messages are read up to here, in UTF-16 units. */
const MOST = 400

const STILL =
  /还(不|没)|还是(?!要|想|请|叫|让|找|派|约|正常|亮|绿|好|用|由|麻烦|算)|[唔冇]得|都唔|冇(用|反应|效果|网)|仍(然|旧)|依(然|旧)|没用|没有?(反应|效果|好|变化|网)|不行|不好使|不通|无效|照样|一样(不|没|是)|又断|连不上|上不(了|到)网|\bstill\b|did not (help|work|change|do)|does not (help|work)|no (luck|joy|change|use|difference|internet|good|connection)|not (working|better|fixed|helping|yet)|\bsame\b|nothing (changed|happened)|\bdead\b|\bnope\b|(down|out|off|dropped|gone|died) again/
const WORKS =
  /好了|好返|得[咗左]|搞[掂定]|可以了|能上(网)?了|有网了|通了|恢复了|修好了|正常了|连上了|能用了|works? (again|now|fine)|(it|that|this)( 's| is)? (works|worked|working|back|fixed|did it|helped|fixed it)|\bback (on|online|up)|\bfixed\b|working (again|now)|solved|online (again|now)|all good/
const CANNOT =
  /不清楚|不知道|看不懂|看不到|不会(弄|看|搞)|不懂|不确定|(现在|暂时)?(试|弄|看)不了|没法(试|弄|看)|不在家|不在(旁边|身边)|没有网线|do not know|not sure|no idea|can not (see|tell|try|do|find|check)|not at home|not there|do not have (a |any )?(cable|one)|no cable|dunno|unsure/
const RED =
  /(红|red)\s?(色)?(的)?(灯|光|light)|(灯|光|light|los)(是|都是|一直|变|变成|亮|著|着|闪|在|常|is|went|has gone|gone|turned|blinking|flashing|still|\s)*(红|red)|\blos\b\s?(灯|信号灯|light)?\s*(红|闪|亮|一直闪|在闪|blink|flash|is on|on\b|is blinking|is flashing)|(红|red).{0,12}(\blos\b|闪|blink|flash)|flashing red|光信号灯不亮|光纤灯不亮|optical light.{0,20}(off|out)/
const DARK =
  /灯(都|全|全都|一个都|全部)(不亮|灭|没亮|没有?亮|唔着)|(没|无|冇)(有)?(任何)?灯|(全灭|全黑|没通电|没电)|lights? (are|is|s)?\s?(all )?(off|out|dead)|no lights?\b|none of the lights/
const NO_RED = /没有?红灯|不是红的|no red/
const FINE =
  /灯(都|全|全都|还|还是)?(是|系)?(正常|亮着|亮的|绿的|是绿的)|灯都亮|绿灯|lights (are|look|is)?\s?(all )?(fine|ok|okay|normal|on|green)|all (green|on|normal)|green/
const DONE: readonly (readonly [Check, RegExp])[] = [
  [
    'restart',
    /重开(了|过|咗|左|几|两|也|都|完)|重启(咗|左|了|过|好|几|两|三|路由|光猫|也|还|完)|(已经|都|也)重启|断(过|了)电|拔(了|过|插|掉).{0,8}(插|电|重)|重新插拔|rebooted|restarted|power ?cycled|turn(ed|ing) (it |the .{0,12})?off and (back )?on|unplugged|switched (it )?off and on/,
  ],
  [
    'device',
    /所有(的)?(电脑|手机|设备)|全部设备|换了?(台|个|一台|别的)?(设备|电脑|手机)|全家(的)?(手机|电脑|都)|手机(和|跟)?电脑(都|也)|(all|every|any) (of )?(my |the |our )?devices?|everything in the house|phone (and|too)|on anything/,
  ],
  [
    'cable',
    /(插|用|接)(着|了|过)?网线|网线(直连|直接|插|也|连)|有线(也|都)|ethernet|by cable|with a cable|wired/,
  ],
]
const VISIT =
  /要(个|一个|一位|位)?(人|师傅|技术员|工程师|维修)(来|过来|上门|看|修)|(派|叫|让|请|安排|找)(个|一个|一位|位)?(人|师傅|技术员|工程师|维修)|上门|人来(修|看)|来修|(send|get|need|want|book|have)\b.{0,12}\b(technician|engineer|someone|somebody|repair ?man|visit|guy)|come (and |to )?(fix|look|repair)|technician|engineer (out|visit)/

/** What a message says. What does not work yet beats what does: "it worked, then it died again" is no fix. */
export function faultReportOf(text: string): FaultReport {
  const said = normalise(text.slice(0, MOST))
  const isRed = RED.test(said) && !NO_RED.test(said)
  const isFine = NO_RED.test(said) || FINE.test(said)
  const lights = DARK.test(said) ? 'dark' : isRed ? 'red' : isFine ? 'fine' : null
  const done = DONE.filter(([, form]) => form.test(said)).map(([check]) => check)
  const outcome = CANNOT.test(said)
    ? 'cannot'
    : STILL.test(said)
      ? 'still'
      : WORKS.test(said)
        ? 'works'
        : null
  return {
    outcome,
    done,
    lights,
    visit:
      VISIT.test(said) && !/不用|不要|不必|先不|(do not|no) (want|need)|\bno (visit|technician)/.test(said),
  }
}

/** Whether somebody who is offered a visit wants none. */
export function refusesVisit(text: string): boolean {
  return /(不用|不要|不必|先不|不想|别|不需要)(约|要|让|叫|派)?(人|师傅|技术员)?(上门|来|派|约)|(do not|no) (want |need )?(a |any |anyone |anybody |someone |somebody |the )?(visit|technician|engineer|to come)|without a visit|no visit/.test(
    normalise(text.slice(0, MOST)),
  )
}

/** The next thing to look at or try; null when everything was. `power` only where no light is on. */
export function nextCheck(done: readonly Check[]): Check | null {
  return CHECKS.find((check) => check !== 'power' && !done.includes(check)) ?? null
}
