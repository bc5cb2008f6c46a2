/** The first lexicon of mood: phrases as `normalise` leaves them, with what each says about the customer. */

/** What a phrase does to the mood of a message. */
export type MoodMark =
  /**
   * Says how somebody feels. Negated, a good one turns round ("not happy"); a bad one does only where
   * it `turns` ("not bad"), and otherwise says nothing ("not angry").
   */
  | { readonly kind: 'feeling'; readonly weight: number; readonly turns: boolean }
  /** Makes a feeling that follows stronger or weaker. */
  | { readonly kind: 'degree'; readonly factor: number }
  /** Turns a feeling that follows round. */
  | { readonly kind: 'not' }
  /** Says that something is out of order, costs something, or happened before: no feeling on its own. */
  | { readonly kind: 'trouble' | 'cost' | 'again' }
  /** Begins a new clause. */
  | { readonly kind: 'but' }
  /** Has no feeling, although a part of it would. */
  | { readonly kind: 'plain' }

/** A group of feelings of one weight. Phrases are separated by commas. */
interface Feelings {
  /** -3 (rage) to 3 (delight). */
  readonly weight: number
  /** Qualities: not having a bad one is good. */
  readonly turns?: true
  readonly zh: string
  readonly en: string
}

const FEELINGS: readonly Feelings[] = [
  {
    weight: -3,
    zh: '气死,都死了,都死了吗,死绝了,流氓公司,强盗,土匪,放屁,弱智,白痴,智障,人工智障,没人性,你妈的,真妈的,你们骗子,你们是骗子,你们就是骗子,你们都是骗子,一群骗子,就是骗子,都是骗子,死骗子,你们这些骗子,大骗子,气死我了,气炸,气炸了,愤怒,怒了,骗子公司,黑心,无耻,不要脸,垃圾,垃圾公司,滚蛋,给我滚,滚吧,他妈,他妈的,草泥马,操你,操你妈,傻逼,傻b,脑残,混蛋,王八蛋,去死,忍无可忍,太过分,太过分了,欺人太甚,岂有此理,仆街,扑街,顶你个肺,好嬲,嬲',
    en: 'furious,livid,morons,moron,imbeciles,daylight robbery,inexcusable,disgusted,garbage company,despicable,enough is enough,had it with you,had it with this,i hate this company,you are a scam,company is a scam,total scam,complete scam,this is a scam company,outraged,enraged,infuriating,infuriated,angry,pissed,pissed off,fuck,fuck you,fuck off,fucking,fucked,bullshit,scammers,you are scammers,thieves,liars,crooks,disgusting,disgraceful,go to hell,screw you,sick and tired,shame on you,boiling with rage,what a scam,absolute joke,i hate you,bastards,assholes,what the hell,what the fuck',
  },
  {
    weight: -2.5,
    zh: '火大,气得我,气得我们,气得人,抢钱,店大欺客,欺负人,欺负消费者,狗屁,屁用,什么态度,抓狂,要疯了,快疯了,被你们骗,吃相难看,你们骗人,就是骗人,真会骗人,你们骗我,还骗我,敢骗我,骗我钱,骗我的钱,你们骗钱,就是骗钱,骗钱是吧,恼火,发火,生气,坑人,坑爹,恶心,什么玩意,什么玩意儿,耍我,耍人,耍我们,玩我呢,受够了,受够,有病,有病吧,想骂人,骂人,态度恶劣,😡,🤬,😠',
    en: 'mad at you,so mad,really mad,outrageous,fed up,sick of,had enough,unacceptable,appalling,atrocious,a disgrace,a joke,what a joke,pathetic,ripping me off,ripped off,robbing me,idiots,incompetent,worst company,worst service,worst,never again',
  },
  {
    weight: -2,
    zh: '过分,零分,给零分,谁受得了,良心不会痛,良心不痛吗,昧良心,忍你们,蠢,坑我,坑了我,坑死,太坑,太坑了,胡扯,瞎扯,扯淡,离谱,太离谱,恶劣,上当,听不懂人话,开什么玩笑,逗我呢,耍流氓,不负责任,再也不用你们,没见过这么,我要崩溃,快崩溃,要崩溃,有毛病,有毛病吧,没良心,受不了,什么破,破网,破公司,破玩意,最差,差评,忽悠,糊弄,霸王条款,曝光你们,告你们,烦死,烦死了,不耐烦,搞什么鬼,搞什么飞机,真行啊,真行啊你们,你们真行,你们可真行,可真行,真会做生意,谢谢你全家,我谢谢你全家,我谢谢您嘞,我谢谢你们全家,😤,💢',
    en: 'ridiculous,how you treat me,how you treat customers,how you treat your customers,garbage,trash,worthless,hopeless,clueless,absurd,insulting,insulted,shambles,a disaster,total disaster,complete disaster,joke of a company,misled,misleading,wrong with you,wrong with you people,shocking service,embarrassing,insane,moronic,bs,you must be kidding,are you kidding,are you kidding me,kidding me,hate,wtf,rip off,ripoff,useless,crap,shit,shitty,lied,lied to me,lying to me,a nightmare,nightmare,thanks for nothing,thanks a lot for nothing,oh great,oh wonderful,oh fantastic,oh brilliant,oh how lovely,well that is just great,yeah right,big help you are,sick joke',
  },
  {
    weight: -1.5,
    zh: '失望,到底会不会,会不会啊,快哭了,能不能有点用,烦不烦,管不管,到底管不管,有人管吗,有没有人管,折腾,折腾人,猴年马月,等到什么时候,一拖再拖,拖了又拖,推来推去,怎么这么贵,怎么这么慢,怎么这么差,搞笑呢,开玩笑吧,不是我问的,我问的不是,我说的不是,听不懂吗,看不懂吗,没听懂,复读机,乱七八糟,套路,心塞,心烦,头大,三天两头,不作为,没一句有用,没一个,越修越差,白跑,白跑一趟,越来越差,真是的,笨,笨死了,敷衍了事,真没用,太没用,太没用了,没用的东西,没用的机器人,服务差,服务很差,服务真差,服务好差,糟心,糟透,不爽,很不满,非常不满,强烈不满,表示不满,扯皮,踢皮球,推卸,推卸责任,敷衍,答非所问,废话,浪费时间,没人管,没人理,服了,真服了,服了你们,无语,多少次了,多少遍了,烦躁,慢死,慢死了,卡成狗,麻烦死了,搞什么,乱扣费,乱收费,乱扣,真有你的,厉害了你们,真会玩,好意思,激气,👎,🙄',
    en: 'annoyed,unbelievable,i can not believe this,cheating me,cheated me,tricked me,are you serious,losing my patience,lost my patience,losing patience,out of patience,running out of patience,not what i asked,not what i said,can you not read,did you even read,do you even read,you are not listening,nothing works,fix it now,for god s sake,for christ s sake,nobody answers,no one answers,no one is helping,no one helps,no one cares,no one calls,nobody calls,nobody called,no one called,hung up on me,wasted my,wasted my time,i give up,pointless,dumb,nonsense,would not recommend,do not recommend,never recommend,leave me alone,poor service,let down,let me down,so much for,fobbed off,passed around,transferred again,on hold for,kept on hold,hours on hold,exhausting,driving me insane,how many times do i,how many times have i,how many times must i,how many more times,bad service,bad customer service,epic fail,irritated,frustrated,disappointed,unhappy,upset,dissatisfied,displeased,unhelpful,unimpressed,tired of,waste of time,wasting my time,waste of money,given the run around,the run around,running in circles,not good enough,how hard can it be,makes no sense at all,driving me crazy,driving me nuts,driving me mad,damn,a shame,rubbish,sucks,no help at all,no help,going nowhere',
  },
  {
    weight: -1.1,
    zh: '烦,郁闷,等了好久,等了很久,等了这么久,等好久,等很久了,没人接,没人接电话,没人回,没人回复,一直没人,见鬼,吐了,晕死,换别家,我就换移动,我就换联通,我就换电信,一点用都没有,心累,醉了,呵呵,白等,还没解决,还没有解决,一直没解决,没解决,几次了,等了半天,等半天,急死,急死了,急死我了,贵死,贵死了,气人,太麻烦,太麻烦了,怎么又,没完没了,有完没完,不好用,12315,😒,😞,😔,☹',
    en: 'ugh,not the best experience,not the best service,too bad,sigh,annoys,still waiting,still not working,still not fixed,still does not work,still no reply,still no answer,third time,fourth time,fifth time,again and again,over and over,time and again,keeps happening,no good,no use,ignored,ignoring me,nobody helps,nobody cares,been waiting for hours,for the last time,for the hundredth time,getting old,what a mess,a mess',
  },
  {
    weight: -0.7,
    zh: '投诉,不好,不太好,半天,老是,到底,快点,累死,难受,还是不行,还不行,还没好,工信部,😭',
    en: 'complaint,complain,come on,seriously,overcharged,hurry up',
  },
  {
    weight: -2,
    turns: true,
    zh: '烂,真烂,差劲,太差,太差劲,极差',
    en: 'terrible,awful,horrible,horrendous,dreadful,abysmal,stupid',
  },
  {
    weight: -1.5,
    turns: true,
    zh: '糟糕,态度差,态度很差,态度不好',
    en: 'annoying,irritating,frustrating,disappointing,rude,lousy,miserable',
  },
  {
    weight: -1.1,
    turns: true,
    zh: '烦人,难用,坑',
    en: 'tiresome,clunky',
  },
  {
    weight: -0.7,
    turns: true,
    zh: '太贵,差,很差,好差,太慢',
    en: 'too expensive,confusing,bad,unfair',
  },
  {
    weight: 0.4,
    zh: '谢谢,多谢,谢了,谢谢你,谢谢您,辛苦了,辛苦,感谢,唔该,🙏',
    en: 'thanks,thank you,thx,cheers,ty',
  },
  {
    weight: 0.75,
    zh: '好用,厉害,耐心,专业',
    en: 'good,nice,fine by me,solved,fun',
  },
  {
    weight: 1.2,
    zh: '不错,有礼貌,很有礼貌,理想,及时,帮大忙,帮大忙了,帮了大忙,态度好,态度很好,态度特别好,态度真好,态度非常好,挺快,挺快的,真快,速度快,回复快,回得快,效率高,牛逼,牛啊,太牛了,满分,好使,暖心,可爱,好耶,完美解决,修好了,终于好了,终于修好了,挺好,挺好的,很好,蛮好,蛮好的,棒,赞,搞定了,解决了,省心,哈哈,哈哈哈,嘻嘻,非常感谢,太感谢,太感谢了,太谢谢,太谢谢你,多谢晒,😊,😀,😁,😄,😃,🙂,👍,🌹',
    en: 'great,you fixed it,nice and easy,works great,working great,wow,sorted,that was quick,that was fast,works perfectly,beautiful,magic,fab,friendly,polite,impressive,well handled,kind of you,appreciated,god bless,legend,you are a star,a pleasure,best service i,best company,recommend you,recommend your,cool,thanks a lot,many thanks,thank you so much,thank you very much,thanks so much,much appreciated,appreciate it,appreciate that,appreciate your help,works now,working now,works again,it works,all sorted,problem solved,that helped,that helps,not bad,good job,good work,good service,good bot,haha,can not complain,well done,impressed',
  },
  {
    weight: 1.6,
    zh: '开心,高兴,满意,真好,给力,点赞,好评,优秀,喜欢,贴心,周到,靠谱,爱了,爱你,爱你们,温暖,感动,惊喜,热情,好犀利,❤,🎉',
    en: 'happy,glad,pleased,satisfied,helpful,lovely,relieved,grateful,thankful,not bad at all,very kind,so kind,you are kind,like it,nicely done,life saver,lifesaver,smooth,enjoy,enjoyed',
  },
  {
    weight: 2,
    zh: '太好了,太棒了,好棒,真棒,完美,好极了,棒极了,太给力了,五星好评,🥰,😍',
    en: 'excellent,awesome,amazing,fantastic,wonderful,brilliant,outstanding service,perfect,superb,love,love it,love this,love you,delighted,thrilled,you are the best,you rock,made my day,five stars,could not be happier,never been happier,can not thank you enough,yay,woohoo',
  },
]

const DEGREES: readonly { readonly factor: number; readonly zh: string; readonly en: string }[] = [
  {
    factor: 1.5,
    zh: '非常,特别,超,超级,十分,太,极其,极度,无比,万分,相当,简直,真是太,别提多',
    en: 'very,extremely,absolutely,totally,completely,incredibly,super,utterly,deeply,beyond,so so,such an,such a',
  },
  {
    factor: 1.25,
    zh: '很,真,真的,真是,好,实在,挺,蛮,够,最,越来越',
    en: 'so,really,truly,quite,too,bloody,pretty,more and more',
  },
  {
    factor: 0.7,
    zh: '有点,有点儿,有些,稍微,略,一点',
    en: 'a bit,a little,slightly,somewhat,kind of,sort of,a tad',
  },
]

const OTHERS: readonly {
  readonly kind: 'not' | 'trouble' | 'cost' | 'again' | 'but' | 'plain'
  readonly zh: string
  readonly en: string
}[] = [
  {
    kind: 'not',
    zh: '不,没,没有,未,不是,不怎么,毫不,并不,从不,没什么,没啥,一点也不,一点都不,唔,唔系,冇,算不上,谈不上',
    en: 'not,never,hardly,neither,nor,without,far from,anything but,no longer,cannot,less than',
  },
  {
    kind: 'trouble',
    zh: '断网,断了,断线,掉线,掉网,没网,没信号,没有信号,冇信号,上不了网,连不上,连不上网,坏了,崩了,挂了,打不开,用不了,不能用,故障,打不通,停机,卡了,卡住,出问题,出错,扣错,多扣,多收,没图像,黑屏',
    en: 'outage,outages,not working,does not work,stopped working,down,dropped,dropping,disconnected,disconnects,no signal,no internet,broken,crashed,crashes,cut off,an error,wrong bill,dead',
  },
  {
    kind: 'cost',
    zh: '扣费,扣钱,扣了,涨价,收费,涨了,账单',
    en: 'fee,fees,charge,charges,charged,price increase,price hike,bill',
  },
  {
    kind: 'again',
    zh: '又,又是,又双叒叕,再次,再一次,第二次,第三次,还是,依然,仍然',
    en: 'again,another,yet another,still,once more,second time',
  },
  { kind: 'but', zh: '但,但是,可是,不过,然而,只是', en: 'but,however,though,although,yet' },
  {
    kind: 'plain',
    zh: '别生气,别急,别担心,不好意思,不客气,不用,不用谢,不知道,不要紧,不要,不仅,不但,不得不,不小心,不明白,没关系,没事,没问题,有没有,是不是,好不好,我妈的,他妈妈的,老妈的,大妈的,姑妈的,舅妈的,姨妈的,断网还是,停机还是,断线还是,cut off 还是,靠谱吗,服务差别,好吗,好的,好了,好呀,好啊,你好,您好,麻烦,麻烦你,麻烦您,不麻烦,垃圾短信,垃圾电话,垃圾邮件,垃圾信息,骗子短信,骗子电话,遇到骗子,赞助,灿烂,笑死,笑死我了,解决了吗,解决了没,解决了没有,差额,差价,差别,时差,差不多,相差,差多少,出差,差一,差两,还差,账单差,坑位,投诉电话,投诉渠道,怎么投诉,投诉进度,半天内,一天半,高兴为您,只有一点,一点钟,特别提醒,特别是,最近,最多,最少,最低,最高,最晚,最新,太阳,真人,真实,好友,好多,好像,好几,最好,爱奇艺,喜欢吗,满意吗,满意度,有病人,发火车,专业版,太平,真空,够不够,超出,超过,超时,超额,超市,停机保号,有没有用,有没有坏,棒球',
    en: 'happy to,glad to,love to,pleased to,good morning,good afternoon,good evening,good night,good day,good deal,great day,great wall,great weekend,great britain,good deals,good plan,good plans,good offer,sounds good,good enough,good for,nice to meet you,not sure,not only,why not,if not,or not,not yet,hate to bother you,bad luck,not bad luck,not too bad,perfect ok,cool down,slow down,cool off,off peak,off the,turn off,turned off,switch off,switched off,log off,sign off,take off,percent off,down payment,download,write down,cut down,calm down,happy birthday,down to,dead zone,like to,fine print,angry birds,so far,so that,so what,super app,too many characters,still have,still use,still pay,bad debt,complaint number,complaint status,smooth handover,any good,thank you note,poor signal,slow internet,slow wifi,a joke please,tell me a joke,me a joke,another joke,worst case,at worst',
  },
]

/** All phrases with their marks. A phrase that stands in several groups counts in the first. */
export function* moodPhrases(): Generator<{ phrase: string; mark: MoodMark }> {
  for (const { kind, zh, en } of OTHERS.filter((group) => group.kind === 'plain')) {
    for (const phrase of phrasesIn(zh, en)) yield { phrase, mark: { kind } }
  }
  for (const { weight, turns = false, zh, en } of FEELINGS) {
    for (const phrase of phrasesIn(zh, en)) yield { phrase, mark: { kind: 'feeling', weight, turns } }
  }
  for (const { factor, zh, en } of DEGREES) {
    for (const phrase of phrasesIn(zh, en)) yield { phrase, mark: { kind: 'degree', factor } }
  }
  for (const { kind, zh, en } of OTHERS) {
    for (const phrase of phrasesIn(zh, en)) yield { phrase, mark: { kind } }
  }
}

function phrasesIn(zh: string, en: string): string[] {
  return [...zh.split(','), ...en.split(',')]
}
