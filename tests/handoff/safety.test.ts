import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safetyOf } from '../../src/handoff/safety.ts'
import type { Safety } from '../../src/handoff/safety-kinds.ts'

type Dangers = Readonly<Record<Exclude<Safety, 'none'>, readonly string[]>>

const CHINESE: Dangers = {
  life: [
    '路由器着火了',
    '光猫冒烟了怎么办',
    '充电器刚才爆炸了',
    '家里起火了！',
    '機頂盒冒煙',
    '我摸了一下光猫，触电了',
    '设备漏电，把我手麻了一下',
    '装机师傅从梯子上摔下来了',
    '你们师傅晕倒在我家门口',
    '我妈煤气中毒了',
    '屋里一氧化碳报警器一直响',
    '老人突然昏迷不醒',
    '快叫救护车',
    '闻到很重的煤气味',
    '电线冒火花，快派人来',
    '路由器着咗火呀',
    '孩子被电到了',
    '路由器发烫还有焦味',
    '我家着火了',
    '有个人倒在地上叫不醒',
  ],
  'self-harm': [
    '我不想活了',
    '活着没意思',
    '我想自杀',
    '真的活不下去了',
    '欠这么多钱，我只想死',
    '我站在楼顶，准备跳楼',
    '想结束自己的生命',
    '我已經寫好遺書了',
    '唔想活啦',
    '我刚割腕了',
    '如果不退款我就跳楼',
  ],
  threat: [
    '再不退钱我就去砍死你们',
    '我要杀了那个客服',
    '信不信我炸了你们营业厅',
    '我带刀去你们店里',
    '大不了同归于尽',
    '把你们经理打残',
    '我前夫威胁要杀我',
    '今天就放火烧了你们公司',
    '弄死你',
    '我要殺你全家',
    '有人要杀我',
    '如果再不处理我就砍死你们',
  ],
  'hijacked-account': [
    '我的账号被盗了',
    '帳號被人盜用',
    '我的号码被别人登录了',
    '有人登录了我的账户',
    '收到异地登录提醒',
    '密码被人改了',
    '黑客进入了我的账户',
    '有人冒用我的身份办了卡',
    '我没申请补卡，却收到补卡短信',
    '個號碼俾人盜用咗',
    '我的SIM卡被别人复制了',
  ],
  'stolen-sim': [
    '我手机被偷了',
    '手机刚才在地铁上被人抢了',
    '小偷把我手机拿走了',
    '手机卡被偷了，赶紧停机',
    '有人偷了我的手机',
    '部手機俾人偷咗',
    '手機被搶，請馬上停話',
    '钱包和手机都被扒了',
    '有人抢走我手机',
  ],
}

const CHINESE_HARMLESS = [
  '笑死我了',
  '贵死了',
  '气死我了',
  '话费贵得想死',
  '累死了，等了一个小时',
  '网卡死了',
  '手机死机了',
  '急死人了，快点',
  '烦得想跳楼',
  '你们是跳楼价吗',
  '跳楼大甩卖是真的吗',
  '这账单要我的命',
  '打死我也不续约',
  '帮我杀了这个后台进程',
  '别大数据杀熟',
  '我的手机没电了，死翘翘了',
  '这游戏里老是自杀',
  '流量爆炸了，超了好多',
  '头都要炸了',
  '我要被你们气炸了',
  '急得嗓子冒烟',
  '气得我冒火',
  '火车上没信号',
  '这套餐火了',
  '手机耗电快，漏电严重',
  '流量被偷跑了',
  '手机流量被偷了',
  '你们偷我话费',
  '如果手机被偷了怎么办',
  '万一账号被盗，怎么找回',
  '怎么防止账号被盗',
  '手机丢了，要挂失',
  '手机保险包括被盗吗',
  '老人走了，他的号码要销户',
  '看到账单我整个人都要晕倒了',
  '信号死活出不来',
  '死循环，一直让我按1',
  '这个月被套餐绑架了',
  '路由器会不会着火',
  '我要销号',
  '就是想死心',
  '不想活动了，取消吧',
  '火灾报警器怎么联网',
  '想死你们了，客服小姐姐',
  '被你们黑了50块钱',
  '我快被推销电话烦死了',
  '别打断我说话',
  '有没有防火墙功能',
  '你们这是砸自己招牌',
  '电视剧里有人自杀那集看不了',
  '银行卡被盗刷了吗',
]

const ENGLISH: Dangers = {
  life: [
    'my router is on fire',
    'the modem caught fire',
    'there is smoke coming out of the box',
    'the charger exploded in my hand',
    'my phone battery is smoking',
    'I got an electric shock from the modem',
    'the cabinet outside my house is sparking',
    'my son was electrocuted by your cable',
    'your technician fell off the ladder',
    'the installer has collapsed in my hallway',
    'someone here is not breathing',
    'please call an ambulance',
    'the carbon monoxide alarm is going off',
    'I smell gas since your engineer left',
    'my husband is having a heart attack and I cannot call',
    'the engineer is unconscious',
    'the socket is melting',
    'there is a burning smell from the modem',
    'There’s a live wire hanging in the street',
  ],
  'self-harm': [
    'I want to kill myself',
    "I don't want to live anymore",
    'I am thinking about suicide',
    'i wanna die',
    'I just want to end it all',
    "I'm going to end my life",
    'there is no reason to live',
    'everyone would be better off without me',
    'I will jump off a bridge',
    'I wish I was dead',
    "I've been hurting myself",
  ],
  threat: [
    "I'm going to kill you",
    "I'll come to your store with a knife",
    'I will burn down your office',
    'I know where you live',
    'I swear I will beat up your technician',
    "I'm gonna shoot someone",
    'there is a bomb in your shop',
    'I will stab the manager',
    'my ex threatened to kill me',
    'you will pay with your life',
    'someone wants to kill me',
    'I want to punch that guy',
  ],
  'hijacked-account': [
    'my account has been hacked',
    'someone logged into my account',
    'I think somebody hacked my account',
    'my number was cloned',
    'someone changed my password',
    'victim of a sim swap',
    'a stranger is using my number',
    'my account is compromised',
    "I didn't request a new sim but got a text",
    'someone has access to my account',
    "there's a login I didn't make",
  ],
  'stolen-sim': [
    'my phone was stolen',
    'someone stole my phone',
    'my sim card got stolen',
    'I had my phone snatched on the metro',
    "i've been robbed and they took my phone",
    'stolen phone, please block it',
    'my iphone has just been stolen',
    'I was mugged, they have my mobile',
    'a thief took off with my phone',
  ],
}

const ENGLISH_HARMLESS = [
  'this bill is killing me',
  'the wait is killing me',
  'my battery died',
  'my phone died last night',
  'kill the subscription',
  'please kill my line',
  'how do I kill the app',
  "I'm dying to try 5g",
  'that plan is to die for',
  'the line is dead',
  'we live in a dead zone',
  'shoot me an email',
  "I'll shoot you a message",
  'my wife is going to kill me if the wifi fails again',
  'does the fire tv stick work with your box',
  'my firewall blocks it',
  'is there a fire sale on phones',
  "you're on fire today, thanks",
  'I burn through my data in a week',
  'I got a shock when I saw the bill',
  'bill shock is real',
  'what if my phone is stolen',
  'does the insurance cover a stolen phone',
  'how do I protect my account from being hacked',
  'is it possible that my number gets cloned',
  'I lost my phone',
  'any life hacks for saving data',
  'you are stealing my money',
  'someone stole my wifi',
  'the network collapsed',
  'the app crashed and died',
  'this would be career suicide for your company',
  "I'd rather die than pay that fee",
  'suicide squad is not on the channel list',
  'killer deal',
  'I could kill for some signal',
  'the screen went dead',
  'I fell for a scam plan',
  'my grandmother passed away, close her account',
  'can the router catch fire if I leave it on',
  'your prices exploded',
  'how fast is a sim swap in store',
  'just kill me',
  'fire the technician',
  'I want to shoot a video',
  'I want to cut off my line',
  'stop bombing me with ads',
  'the movie about a murder will not play',
  'I was robbed by your roaming fees',
  'the hold music makes everyone sleepy',
  'hit me with your best plan',
  'I will beat your offer with a competitor',
]

const rowsOf = (table: Dangers) =>
  Object.entries(table).flatMap(([kind, texts]) => texts.map((text) => [text, kind] as const))

describe('safety', () => {
  it.each(rowsOf(CHINESE))('of %j is %s', (text, kind) => expect(safetyOf(text)).toBe(kind))
  it.each(rowsOf(ENGLISH))('of %j is %s', (text, kind) => expect(safetyOf(text)).toBe(kind))
  it.each(CHINESE_HARMLESS)('does not fire on %j', (text) => expect(safetyOf(text)).toBe('none'))
  it.each(ENGLISH_HARMLESS)('does not fire on %j', (text) => expect(safetyOf(text)).toBe('none'))

  it('tells the gravest of several dangers', () => {
    expect(safetyOf('手机被偷了，我不想活了')).toBe('self-harm')
    expect(safetyOf('my account was hacked. Also the router is on fire!')).toBe('life')
  })

  it('supposes nothing away that stands in another sentence', () => {
    expect(safetyOf('What if I need a new router? Mine is on fire.')).toBe('life')
    expect(safetyOf('如果要换怎么办？我的路由器着火了')).toBe('life')
    expect(safetyOf('我好担心，路由器着火了，如果烧起来怎么办')).toBe('life')
    expect(safetyOf("I'm worried that my router is on fire, what if it spreads")).toBe('life')
    expect(safetyOf('我担心路由器会着火')).toBe('none')
  })

  it('is told for any string', () => {
    const kinds = ['none', ...Object.keys(CHINESE)]
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(kinds).toContain(safetyOf(text))
      }),
    )
  })
})
