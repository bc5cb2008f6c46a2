/** Wishes for a person by kind: what each kind of phrasing must be heard as, beyond the lists of other authors. */
import { describe, expect, it } from 'vitest'
import { personWish } from '../../src/understanding/person-wish/person-wish.ts'

/** One phrasing a line. */
const lines = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim())

const WISHES = {
  'a specialist, a department, a superior': lines(`
    may I consult an expert instead
    could I ask your roaming expert something
    put me onto somebody from the porting desk
    I need the billing team in this chat
    is a network engineer free to type with me
    have a technician join this chat please
    let me message your duty manager
    could your security officer talk to me here
    get the shift supervisor on here
    link me up with the loyalty department
  `),
  'one named before': lines(`
    who is the manager on duty, get him in here
    call your boss, I'd like to speak to her
    are there any actual workers there? I'd like to talk to one
    is a colleague free? connect me to him please
    you mentioned an advisor, let me have one
    I was chatting with Anna, put me back to her
    we got disconnected, reconnect me with Daniel
    hand me back to the same agent as before
    switch me back to the lady from before
    return me to the agent who was helping me
  `),
  'if the machine can not': lines(`
    if you're stuck, bring a colleague in
    unless a human answers I'm gone
    in case you can't sort it, fetch a person
    should that be beyond you, kindly summon an adviser
    when you can't answer, let somebody from your team do it
    I won't stop typing until a human replies
    not leaving till I get a person
  `),
  'flesh and blood': lines(`
    I want someone with a beating heart
    is anyone made of flesh and blood there
    I need a carbon-based helper
    someone who breathes, please
    bring me a mammal
    earthling required
    I seek a warm body to talk to
    any homo sapiens in the house? I'd like to chat with one
    a human brain please, not an algorithm
    find me a soul who listens
  `),
  'politely and indirectly': lines(`
    is there a gentleman I might speak with
    might a young lady be so good as to chat with me
    would it be too much trouble to have a person help me here
    I'd be thankful for a word with somebody on your staff
    if it isn't a bother, could a person join us
    I'd be much obliged if a member of your team took over
  `),
  'in line': lines(`
    place me in the queue for a representative
    I'm happy to wait for a person
    line me up for an agent
    I can hold as long as it takes for a human
    stick me in the line to talk to somebody
    add me to the queue for human support
    next available agent please
  `),
  'in exchange for the machine': lines(`
    swap yourself with a human
    replace this bot with a person
    trade places with your supervisor
    exchange the robot for an employee
    switch from bot to person
  `),
  'in broken or mistyped English': lines(`
    I no trust machine, give people
    want human speak, no computer
    please sir agent for me
    I looking person for help, not robot
    need talk boss of you
    hlep i ned a humna agetn
    tranfser me to a prson
    conncet me with suport
    cna i spaek wiht an opertaor
    plz git me a manger
    reprsentitive nwo
    spekaing to a huamn is all i want
    i wuold like to takl to somone real
  `),
  otherwise: lines(`
    this conversation needs a grown-up, get one from your staff
    stop the copy-paste, let your people answer
    can you get a human to double check my bill here
    I would sooner talk to a person
    I'd sooner deal with a human being
    nothing personal, bot, but a human would be nice
    I'm over this, human now
    time to bring out the real people
    I choose the human
    option: speak with staff
    how about you let a person do it
    I pay you every month, the least you can do is give me a person
    you've lost me, I want staff
    may my question go to a human
    kindly arrange for an officer to attend to me
    arrange a person to chat with me
    assign this to a live agent
    allocate me an advisor
    I wish to be attended to by a human
    I would like my case to be looked at by a person
    forward my chat to your colleagues
    please notify a human that I'm waiting
    raise this to your manager for me in this chat
    I hereby ask for a human
    all I'm asking for is a human
    what I need is a person
    the only thing I want is an agent
    just a person, that's all I ask
    someone from your end needs to talk to me
    you people must have a supervisor, let me have a chat with them
    ask a colleague to step in
    tell your supervisor to join this chat
    wake somebody up over there and put them on
    is there a human on shift? pass me over
    I'm not a number, let me deal with a human
    real ppl only
    no AI, person
  `),
  'in yet other words': lines(`
    let me have words with whoever runs this place
    get the boss
    patch me to your cancellations desk please
    I need to be speaking to an engineer right now
    would you mind getting a colleague
    do you mind if I talk to a person instead
    is it okay to speak with an agent
    please escalate my chat
    kick this up to your manager
    move this conversation to a human
    I want off the bot
    let me out of this menu, I want staff
    can you stop pretending and hand me to a person
    you are a machine and I want a woman or man to answer
    human or nothing
    nobody but a human can fix this, get one
    anyone but you
    somebody else please, not a bot
    my nan would like a chat with one of your lovely staff
    hullo, could I trouble you for a real person
    what's the magic word for a human
    type what to reach an agent?
    please have your team reach me in this chat
    requesting immediate transfer to live support
    live support please
    live help
    need assistance from staff
    chat with staff now
    anyone who speaks Urdu there? connect me
    is there someone who knows about eSIM I can ask here
    give me the porting specialist
    I need the fraud dept
    fraud team now
    technical support please, a person
    can I be moved to second line support
    I was mid-chat with Sarah when it dropped, get her back
    that agent I had was great, give me her again please
    put Mark back on
    where did the human go, bring him back
    I'm going to scream, person, PERSON
    this is hopeless, I need a human
    ENOUGH. HUMAN.
    are you deaf? I said agent
    for the tenth time: a real person
    speak with someone alive
    does a living person work there I can chat with
    someone from planet earth please
    summon the humans
    wake up a coworker of yours
    tag in a teammate
    if this can't be resolved here please pass it to a human agent
    unless you know the answer get me support staff
    in the event that you cannot help, I'd like an advisor
    I'll hold, just get me an agent
    whatever the wait, I want a person
    don't care how long the queue is, human please
    me need human help
    can have agent pls
    wan talk person
    aegnt
    opreator
    speak too a persn
    costumer suport rep
    talk to manger
    plese conect to live agnet
    need to speek to reprezentative
  `),
  '专人、部门、上级': lines(`
    我要跟你们工程师说
    叫网络工程师过来聊
    给我接投诉专席
    把我转到账务组
    让负责退费的人来跟我谈
    帮我接一下管漫游的同事
    找懂携号转网的专门人员
    我想跟你们售后的师傅在线沟通
    能请技术大拿来解答一下吗
    叫个会修的来聊
  `),
  刚才那位: lines(`
    我要刚才那个姓王的客服
    帮我接回刚才的小李
    刚才断线了,再给我接回去
    我跟8021号客服聊到一半,转回给她
    换回之前那个客服
    经理在哪,让他来
    你们负责人是谁,叫他出来
    你们主管呢,我要和他谈
    有客服吗,给我来一个
    有没有真人,我要一个
  `),
  不行就: lines(`
    要是不行就喊人
    假如你帮不上忙,就请同事来
    除非真人来,否则我不说了
    没有真人我就不聊了
    不给真人就投诉
  `),
  排队: lines(`
    等多久我都等,给我真人
    排队没关系,只要能跟人说上话
    我愿意排队等客服
    帮我排上人工的队
    多久都行,我要等人工
  `),
  有血有肉: lines(`
    有没有喘气的
    来个喘气的
    找个有心跳的
    我要有血有肉的客服
    给我个会呼吸的
    碳基生物请出来
    碳基客服有没有
    我想跟同类说话
    人类,请出来一下
    有没有地球人
    我要和真正的人类对话
    来个长嘴的
    叫个不是机器的来
    不是机器人就行,给我接一个
  `),
  客气委婉: lines(`
    方便请一位老师指点一下吗,机器我不会用
    可否请哪位同事费心看一下
    请问有没有哪位小姐姐可以聊两句
    哪位在值班,出来说句话
    恳请安排真人协助
    盼贵公司客服代表介入
  `),
  '拼音、缩写、错字': lines(`
    rgkf kuai
    zrgkf
    zhuan rgkf
    wo yao zhuan ren gong ke fu
    qing zhuan ren gong
    bang wo zhao ren gong
    zhao ge ren lai
    jiao ni men jing li lai
    kefu zai ma wo yao zhen ren
    ni hao zhuan ren gong xie xie
    转rgkf
    要rg
    找kf
    叫kf来
    wyrg
    zzrkf
    转人弓
    转仁公
    转任公
    人公客服在哪
    要忍工
    真忍客服
  `),
  粤语: lines(`
    唔该转俾真人
    我要搵返头先嗰个同事
    叫佢哋经理听电话
    畀返个真人我倾
    可唔可以叫个识嘢嘅人嚟
    你哋有冇活人架
    搵你上司嚟
    有冇人得闲同我倾两句
    我唔要同你讲,叫个人嚟
    驳我去客户服务部
    有人喺度吗,我想同人讲
    唔该帮我驳返头先个客服
  `),
  其他: lines(`
    机器说不通,找个能听懂的
    这事你办不了,叫能办的来
    请具备权限的人员处理
    给我找个管事儿的
    叫你们当家的出来
    让你领导加入聊天
    拉个人进来聊
    把客服拉进来
    喊一嗓子你们客服
    麻烦捎个话,让客服来一下
    快把人叫来
    能来个人看一眼我的账单吗,别是机器
    人在哪儿呢,我要人
    别糊弄我,上真人
    不跟你磨叽了,人工走起
    请把对话交给人
    我要求由人来答复
    本人要求人工答复
    希望有专人跟进并与我沟通
    可以切人工么
    切个人工
    转线,谢谢
    接线员在不在
    直接人工行不
    我就要人工,别的不要
    我选人工
    人工那边排队也行
    1号键不管用,人工
  `),
  换着说法: lines(`
    我要找你们技术部的人聊
    宽带组的同事在吗,接一下
    转国际业务
    帮我转到销户专线
    接故障台
    给我接10086人工
    换懂技术的来
    能不能派个专门的人跟我对接
    让懂政策的跟我讲
    找你们最大的领导
    叫你老板来见我
    要你们上级领导接我
    我要和店里的人说
    有没有会讲闽南话的
    请派一个会讲普通话的真人
    换一位有经验的客服
    换个专业点的人来
    给我换个有耐心的真人
    小张呢?把小张叫回来
    还是接回3号客服吧
    连线中断了,帮我重新接上那个客服
    你要是做不了主,让做主的来
    搞不定就叫人
    不会就找人来,别硬撑
    实在不行转人
    查不出来就转给人看
    除了真人谁说都不好使
    不是真人我不说
    见不到真人我不走
    真人真人真人重要的事说三遍
    就想听句人话,来个人
    说人话的出来
    会喘气的有没有
    我只跟有心跳的说
    给我来个热乎的真人
    召唤神龙...不,召唤人工
    人类请回答
    有木有人工鸭
    转任工
    专任公
    要zhenren
    wo yao zhao ke fu
    bang wo zhuan yi xia ren gong
    zhao ni men ling dao
    qiu ren gong
    hi,帮我connect to客服
    给我human
    我要real person,OK?
    唔好再机械回复,搵人啦
    我想搵个真人讲两句
    有冇客服呀喂
    畀客服我
    帮我叫你同事嚟
    我想直接同你哋负责人讲
    同志,我是老年人,给叫个人
    孙女说可以找人工,怎么找,帮我找一个
    姑娘你别念稿子了,换个人跟我说
    耳背,只能打字,给我个真人打字聊
    诚请转接人工坐席为盼
    烦请贵方安排专人对接为荷
    不急,慢慢等人工
    前面几个人都行,我等,给我排个人工
    排队等人工
    在线等一个真人
  `),
  'in the words of a third round': lines(`
    hi could i pls get through to an operator
    I'd be glad to be connected with somebody in person via chat
    I have a complicated issue and would value speaking with an expert
    is a supervisor around to look into this with me
    please loop your manager in
    I want to complain to a real person about this
    let someone take my case who can read
    how about connecting me to your colleague
    my English is bad, please Chinese agent
    I want agent who speak Arabic
    no understand robot, man please
    please miss, give person
    if you haven't got a clue then get an agent
    either a human or I'm off to another provider
    human or I cancel
    when all else fails: human
    beep boop, robot, hand over to the meat people
    I need someone with skin and bones
    someone who isn't made of circuits
    can I have your supervisor's attention
    attention of a manager required
    manager's presence requested
    this needs human eyes
    a pair of human eyes on my bill please
    I need to vent to an actual person
    I feel ignored, can anybody real talk to me
    stop the script and let a person type
    type to me like a human, or better get me one
    I wont talk to u anymore, agent
    give me back the agent
    queue position please, I want an agent
    sign me up for the agent queue
    skip to agent
    agent!!1!
    can i spk w smone
    pls conect w hooman
    i want somone too help me not bot
    help me speak to rep plss
    hellooo any1 real
    get supprt staff pls
    I'd kill for a human right now
    would love a human
    human, pretty please with sugar on top
  `),
  第三轮说法: lines(`
    你好,我想咨询下套餐,请帮我接人工
    这边能接通人工吗
    我想找个懂的人问清楚
    能换个明白人不
    我要跟技术对话
    转一下装维的同事聊聊
    我要找分公司的领导
    给我接你们省公司
    麻烦找个会粤语的同事
    我要和昨天帮我的那位客服再聊聊
    还是转给上次那位吧
    刚刚那个客服叫什么来着,把她叫来
    退不了款就让经理来
    不能解决请转人工
    不会答就别答,叫人
    没有人工我要投诉了
    你行不行啊,不行换人
    真的人,不是假的
    有没有一个人味儿足的客服
    肉做的客服来一个
    不要硅基的,要碳基的
    有活的吗
    前面多少人我都排,接人工
    让我进人工队列
    帮我预约排队人工,现在就聊
    叔叔不会打字,叫个姑娘来教我
    老了看不清,帮忙叫个服务人员
    有劳转接一下真人,感激不尽
    冒昧请求人工援助
    可以劳驾一位同事来对话框里吗
    转ren gong
    zhuanjie rengong
    wo xiang he zhen ren shuo hua
    you ren ma wo yao ke fu
    找可服
    仁工服务
    我要人供
    人 工
    搵真人
    要真人倾
    唔该叫个经理同我倾
    可以驳线俾客服未
    点解仲未有真人应我
    换真人跟我讲啦
  `),
  'of one who still waits': lines(`
    等了二十分钟了,人工客服怎么还没来
    客服怎么还不来,急死我了
    点了转人工十分钟了还没人接
    排了半小时队了,客服还没接通
    人工咋还没上线
    说好转真人的,人呢
    我等客服等了一个钟头
    等到花儿都谢了,客服呢
    转人工转了半天没反应
    客服点解仲未嚟
    坐席怎么到现在还没接入
    have been waiting 20 minutes, where is the agent
    why hasn't an agent joined yet
    still no human after half an hour
    still waiting for an agent
    the agent still hasn't joined this chat
    how much longer till a person comes on
    no one from your team has joined yet
    人工客服一直不接,急
    客服呢,怎么半天都没人理
    真人客服到现在都没出现
    说转人工,等了半小时还没动静
    客服为啥还没上线啊
    点了人工,人怎么还没到
    no agent has come on yet
    why has no one picked up yet
    your representative hasn't joined, what's going on
    half an hour and still no agent
    is the agent ever coming on
    still no person here
    the human you promised hasn't turned up
    where is the agent, I've been holding forever
    how much longer for an agent
  `),
  'in the place of one who is gone': lines(`
    刚刚那位客服断线了,麻烦重新给我转一位
    刚才客服掉线了,再给我接一位
    跟客服聊着断了,重新帮我转一个
    客服突然没声了,另外给我接一位
    那个客服不回我了,帮我再换一个
    之前的坐席下线了,麻烦再安排一位
    刚才的客服走了,再叫一个来
    my agent disconnected, please connect me to another one
    the agent left, give me another
    the chat with the agent dropped, transfer me again
    the rep went offline, find me another
    the advisor hung up on me, put me through again
    客服掉了,重新帮我接一个吧
    刚才客服断了,能再给我安排一位吗
    客服那边没反应了,麻烦另派一位
    人工断开了,请重新转接一位
    刚聊的客服不见了,帮我另找一个
    the agent vanished, find me another one
    lost the agent I was chatting with, transfer me to another one please
    that agent ended the chat, can you connect me with a new one
    my representative got cut off, get me another
    the operator went silent, put me through to the next one
  `),
  'behind a trouble': lines(`
    my SIM got blocked and I need a person to help me urgently
    my phone is dead and I want someone to talk to
    my line is down so can I speak to somebody
    my number was stolen and I need to talk to a human
    my mobile has no signal and I'd like an agent
    my phone got hacked, I need a person
    the account was charged twice and I want to speak to someone
    my phone was stolen, so get me a person
    my sim doesn't work and I would like to talk to somebody
    my line keeps dropping so connect me to an agent
    my phone bill tripled yesterday and I need a person to look at it
    I was overcharged last month and I want a human
    my router doesn't work, give me someone to talk to
    my handset is bricked and I need someone to help me
    the plan I bought yesterday is wrong, put me through to someone
    my router won't work and I need an agent
    my data disappeared last night, may I speak with someone
  `),
  'who is to hear it': lines(`
    I want to make a complaint to a person, not to a machine
    I'd like to lodge a complaint with a human
    let me report this to someone, not a bot
    I need to explain my problem to a person, not a program
    I'd like to tell this to somebody real
    can I raise a complaint with an actual person
    I want to file my complaint with a member of staff
    my question is for a human, not a computer
    我要跟人投诉,不是跟机器
    我想向真人反映问题,别让机器收
    let me tell this to a human being, not an algorithm
    I'd rather complain to a person
    I wish to file a grievance with a human
    I need to describe my issue to somebody, not to a computer
    my complaint should go to a person, not software
    can I explain it to an actual human
    I want to repeat my story to a human, not a machine
    this question is for a person
    我要向人投诉不是向机器投诉
    我的问题要说给人听,不是给机器听
    我要反馈给真人,不是系统
    我想找个人投诉,不要机器收
    投诉要真人来听
  `),
  'in the words of the street': lines(`
    yo can i get a real dude on here
    get me a real fella
    gimme an actual geezer
    can I get a dude to chat to
    need a legit human fam
    bruv put a real bloke on
    yo lemme holla at a real person
    any real homie there
    can a real lad help me out
    get a real human dude on the line
    I wanna talk to a real bro
    put an actual fella on here
    find me a dude who knows stuff
    lemme speak to a homie of yours
    any fella there to talk to
    yo hook me up with a human
    real mate on the line please
  `),
  'beside a job': lines(`
    招呼个人工来
    帮我招个客服过来聊
    do your job and get me an agent
    不管你们招不招人,给我转人工
    I have an interview tomorrow and need an agent now
    do you need me to beg? get me an agent
  `),
  'without whom nothing works': lines(`
    I can't sort this without speaking to someone
    I won't do anything without talking to a human
    I can't do this without a person
    there is no way I can do this without talking to someone
    不跟真人说我搞不定
    it's impossible to solve this without talking to someone
    I can't go on without a human
    nothing works here without an agent
    I'm not leaving without talking to someone
    you can't fix this without a person, get one
    不跟人工说这事解决不了
  `),
  'out of dislike for machines': lines(`
    I hate talking to bots
    I hate talking to you, get me an agent
    I dislike dealing with machines
    hate speaking to a computer, human please
    我讨厌跟机器人说话
    I hate talking to machines, human
    I don't like talking to computers
    I'm tired of talking to bots, person please
    sick of typing to a robot
    I'm not comfortable talking to anyone but a human
    烦请跟客服说一下让他来
    讨厌跟机器说,找个人来
  `),
  'in quotes': lines(`
    I said "agent"
    "agent"
    I keep typing "human" and nothing happens
    I want a "real" person
    press "talk to agent" for me
    我说了"转人工"
    "人工"
    我要"真人"客服
    我都说了三遍“人工”了
    请帮我“转人工”
    给我"人工"
    "human"!!
    I typed "representative" ten times
    please "connect me to an agent"
    I want "a real person" not a bot
    why do you ignore me when I say "agent"
    我要“真人”
    我打了好几遍“转人工”
    “转人工”
    “人工客服”
    "客服在吗" 我要人工
    你只会说"亲亲",我要人工
    you keep saying "I'm sorry", get me a person
    it says "error 5" and I need an agent
  `),
  'for whoever can be had': lines(`
    transfer me
    transfer me now
    transfer me to someone
    transfer me please
    put me through
    connect me
    speak to somebody please
    transfer me to billing
    speak to someone slower please
    can you speak less and give me a person
    transfer me to somebody who can speak slower
  `),
}

const NO_WISHES = lines(`
  the agent said to restart it, now what
  do I need an agent for a sim swap
  I'd sooner chat with you than a person
  no humans involved please
  I pressed agent accidentally
  somebody at home needs a second sim
  the engineer came yesterday but the light is still red
  when will the engineer arrive
  can the technician come tomorrow morning
  send an engineer to my house
  can someone pick up the modem from my home
  how do I speak to people abroad with low cost
  talk to friends for free plan
  my boss wants an invoice, how do I get one
  I lost my sim, how do I get one
  can you reconnect my line
  reconnect my internet please
  put me back on my old plan
  switch me back to prepaid
  I want to talk to you about my bill
  let me explain my problem
  can I text people abroad
  what does the support team cost
  how big is your team
  is your support team in China
  I was told by an agent to ask here
  an agent refunded me last week, thanks
  my daughter's manager pays the bill
  I am the manager of a small shop and need ten sims
  the operator in Thailand is slow
  your support staff was great
  I applied for an engineer position
  do you have vacancies for technicians
  don't bring a human into this
  let's keep humans out of it
  you can handle this, no colleague needed
  I'm fine chatting with you
  my assistant needs a sim
  add my colleague to the account
  give my colleague access
  send my colleague the bill
  can my colleague use my data
  I want to give my phone to somebody
  is it safe to talk to someone who claims to be your agent
  someone from your team called and asked for my password
  a person knocked and said he's your technician
  can I be called by an agent tomorrow
  have someone phone me tonight
  the chat with the agent was closed, where is the transcript
  where do I find the chat history with the agent
  how do I rate my agent
  I need a receipt from the agent I spoke to
  why did the agent end the chat
  can an agent see my password
  do agents work from home
  is an agent paid by the hour
  human error on my bill, please correct it
  is it cheaper if a person calls me
  live sports channel
  real madrid match on tv
  customer service award
  how do I become a representative
  your agent promised to connect me yesterday, still no internet
  is the manager app free
  who is your ceo
  does the family plan need every person to be over 18
  I can't hear the person I'm calling
  someone on the other end can't hear me when I talk
  my phone won't let me talk to anyone
  will my number be passed to another person
  can I speak to the assistant in German
  can you speak Spanish
  speak slower please
  explain it to me like I'm five
  how do I transfer a call to my colleague
  can a friend join my family plan
  can somebody else pay my bill
  get me a refund
  get me a new sim
  put me on the cheapest plan
  connect me to 5g
  transfer me 10 GB
  need help
  I need support for my router
  please help me
  can someone explain this charge
  does someone check the tickets
  is anyone else without signal
  I hate bots but you're ok
  your bot is better than your agents
  stop connecting me to people
  I said I don't need anybody
  please no calls from agents
  I pressed 0 by mistake
  I didn't mean to ask for an agent
  never mind about the agent
  changed my mind about the human, thanks
  what can a human do that you can't
  how long is the wait for an agent usually
  when is a human available
  the live agent was nice, how do I tip
  did the agent note my request yesterday
  what did the agent say about my refund
  谁要转人工了
  我啥时候说要人工了
  你怎么又给我转人工,我没要
  不小心按了人工
  误触了人工按钮
  点错了,不是要人工
  我自己能弄,别叫客服
  不劳驾你们经理了
  不找客服能退订吗
  不打客服电话怎么办理
  有什么办法不用找客服就能改
  怎样不通过人工就能过户
  前几天客服说给我补流量
  客服上个月教过我怎么设置
  上回客服让我等三天
  刚才客服已经解决了
  我昨天跟客服聊过了
  之前转过人工,没用
  客服刚跟我说可以退
  你们客服昨天给我发了短信
  人工智能能写作文吗
  人工智能以后会代替客服吗
  AI会不会抢了客服的饭碗
  你们用ai代替人工了吗
  让客服明天上午打我电话
  让客服五点以后联系我手机
  叫经理给我打个电话吧
  请工作人员晚上七点后来电
  安排师傅明天来修
  叫师傅下午过来装宽带
  工程师什么时候上门
  维修师傅电话多少
  我是公司的行政经理,想问集团套餐
  我是小区的物业经理
  我就是客服,想办卡
  我老公是你们员工
  我同事的号码欠费了
  给我同事充话费
  把我的号过户给同事
  我们公司领导要一张靓号
  我老板让我来问发票
  我领导的手机没信号
  转给我同事一个G流量
  员工怎么申请集团优惠
  机器人挺好的,不用人
  跟你聊就行
  人工客服收费吗
  人工要排队多久
  人工坐席有多少
  怎么给人工客服评分
  客服工资多少
  怎么投诉客服
  我要投诉昨天的客服
  客服把我的套餐改错了
  那个师傅把我家墙弄脏了
  真人快打游戏加速包
  活人墓
  找人代办可以吗
  找人过户需要什么
  家人能代办吗
  能让别人帮我办吗
  可以叫家人去营业厅吗
  来个人套餐
  有人用我的身份证办了卡
  有人说你们要涨价
  等人的时候能看视频吗流量够不够
  人来了吗,装宽带的
  人工费能开发票吗
  客服热线打不通
  人工服务要钱不
  你们的人工服务怎么样
  谁说我要找客服
  我没有要人工的意思
  手一抖点了转人工,不用管
  能不能自己办,不想排人工的队
  不转人工也能退吧
  别再弹转人工的按钮了
  客服已经给我退款了谢谢
  前天的客服小哥很热情
  上次人工说会回我消息,到现在没回
  让客服明早十点联系我这个手机号
  可以让客服周末回电吗
  请安排师傅周六上门
  宽带师傅几点到
  师傅态度不错
  我爸是你们老员工,有优惠吗
  我是新来的客服,想办张卡
  人工智能和大数据套餐
  AI比真人强多了
  会不会有一天全是AI没有人工
  转给我老婆500M
  给领导买的手机能换吗
  经理卡有什么权益
  多少人工作
  人多吗营业厅
  两人套餐
  找人代领sim卡
  别人说的优惠是真的吗
  帮我查一下话费
  有人在盗刷我的卡
  请问主管部门的投诉电话
  真人认证没通过
  活体认证怎么弄
  来个便宜的
  换个便宜点的套餐
  接个电话怎么扣钱
  转网要本人吗
  I know you're a bot but can you check my data
  you sound like a person, nice
  my friend says your agents are rude, true?
  what languages do your agents speak
  can I request a callback from a manager on Friday
  someone rang me claiming to be a supervisor
  which team handles porting
  how do I get my money back
  is it possible to talk for free on weekends
  can I talk on the phone while roaming
  I don't feel like waiting for an agent, you do it
  spare me the agent talk
  I'd prefer sorting this with you
  the person before me on this number left debts
  two persons one contract
  your human agent gave me a voucher code, where do I enter it
  when I asked for an agent you froze, anyway what's my balance
  人工客服说的那个优惠怎么领
  找到客服电话了谢谢
  你跟人工比谁聪明
  你能顶替人工吗
  我不习惯跟人打交道
  要是人工的话我就不聊了
  人工就别来了
  之前人工处理得不错
  后台有人看聊天记录吗
  有人工值班表吗
  客服几个人
  我妹是做客服的
  师傅几号来装机
  经理推荐我办的那个套餐叫啥
  请你自己处理不要丢给客服
  客服有没有上海口音的人打电话骗我
  怎么把副卡给别人用
`)

describe.each(Object.entries(WISHES))('a wish for a person: %s', (_kind, phrasings) => {
  it.each(phrasings)('is heard in %s', (text) => expect(personWish(text)).toBe('wanted'))
})

describe('no wish for a person', () => {
  it.each(NO_WISHES)('is heard in %s', (text) => expect(personWish(text)).not.toBe('wanted'))
})
