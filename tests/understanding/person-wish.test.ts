import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksWhetherBot, personWish } from '../../src/understanding/person-wish/person-wish.ts'
import { clausesOf } from '../../src/understanding/person-wish/person-wish-clauses.ts'
import * as englishAsides from '../../src/understanding/person-wish/person-wish-en-asides.ts'
import * as englishRefused from '../../src/understanding/person-wish/person-wish-en-refused.ts'
import * as englishRequests from '../../src/understanding/person-wish/person-wish-en-requests.ts'
import * as englishWaiting from '../../src/understanding/person-wish/person-wish-en-waiting.ts'
import * as englishWanted from '../../src/understanding/person-wish/person-wish-en-wanted.ts'
import * as chineseAsides from '../../src/understanding/person-wish/person-wish-zh-asides.ts'
import * as chineseRefused from '../../src/understanding/person-wish/person-wish-zh-refused.ts'
import * as chineseRequests from '../../src/understanding/person-wish/person-wish-zh-requests.ts'
import * as chineseWanted from '../../src/understanding/person-wish/person-wish-zh-wanted.ts'

/** One phrasing a line. */
const lines = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim())

const WANTED_ZH = lines(`
  人工
  人工！
  人工!!!
  转人工
  转人工。
  轉人工
  請轉人工客服
  麻煩幫我轉真人
  转人工转人工转人工
  人工人工
  真人
  活人
  客服
  客服！客服！
  找客服
  人工客服
  人工服务
  在线人工客服
  真人客服
  转真人
  转客服
  转接人工
  转接客服
  转接人工坐席
  接人工
  接线员
  话务员
  坐席
  座席
  接坐席
  帮我接线员
  请接座席
  呼叫人工
  呼叫客服
  召唤人工
  我要人工
  我要转人工
  我要人工服务
  我要真人
  我要找人工
  我想找真人
  我需要人工
  我需要人工帮助
  我想要个真人
  给我人工
  给我转人工
  给我接人工
  给我找个活人
  别跟我扯了给我找个活人
  别废话了，转人工
  少废话 转人工
  你们有没有人啊
  有没有人啊
  有没有活人
  有没有真人
  有没有人工
  有人工吗
  有人工客服吗
  有真人吗
  你们有客服吗
  还有没有人管了
  有没有人能帮我处理一下
  有没有人可以跟我说话
  有没有能说话的人
  我要和人说话
  我要跟人说话
  我想跟真人聊
  我想和人工客服沟通
  我想跟你们客服说
  我想与客服交流
  我要跟一个真正的人说话
  我要跟活人讲话
  我只想跟人聊
  可以让我跟人说吗
  能不能跟真人说话
  让我跟你们经理说
  叫你们经理来
  叫你们领导来
  叫你们老板出来
  让你们主管来跟我说
  找你们领导
  找你们经理
  我要找你们负责人
  我要见你们经理
  把你们经理叫来
  你们经理呢
  你们领导在吗
  请你们负责人来
  喊你们管事的来
  找个能做主的
  找个管事的来
  找个能解决问题的人来
  能不能给我转个客服小姐姐
  给我来个客服小姐姐
  帮我转个客服小哥
  换人
  换个人
  换个人来
  换个真人
  换人工
  换一个人跟我说
  能换个人吗
  换客服
  找个人来
  找个人跟我说
  找个人帮我处理
  找人
  叫个人来
  叫人来
  来个人
  来个活人
  来个真人行不行
  来人啊
  派个客服来
  安排个客服
  请安排人工客服
  能安排个人跟我对接吗
  能转人工吗
  能不能转人工
  可以转人工吗
  可不可以帮我转人工
  能否转接人工
  可以帮我找一下客服吗
  你能帮我转人工吗
  怎么转人工
  怎么才能找到人工
  怎么联系人工
  如何转接人工客服
  人工在哪里
  人工客服在哪
  人工呢
  客服呢
  客服在哪里
  人工客服在线吗
  人工在吗
  按几转人工
  为什么不给我转人工
  怎么还不转人工
  怎么就是转不了人工
  凭什么不给转人工
  转个人工怎么这么难
  再不转人工我就投诉
  不给我转人工我就去投诉
  你要是不转人工我就退网
  如果解决不了就给我转人工
  你解决不了就转人工
  解决不了的话我要找人工
  我说了要转人工
  我都说了三遍转人工了
  我刚才不是让你转人工吗
  我说的是转人工
  听不懂吗，转人工
  你听不懂人话吗 转人工
  你个傻机器人，给我转人工
  滚，叫人工来
  妈的转人工
  他妈的给我转人工
  老子要人工
  转你妹的人工客服
  别逼逼了转人工
  烦死了，人工！
  气死我了给我找个人
  我不想跟机器人说话
  不想和机器人聊
  不要机器人
  我不要机器人，要真人
  别用机器人糊弄我
  不要自动回复
  别拿模板回复我
  谁要跟机器人聊天
  我受够机器人了
  机器人滚
  退出机器人
  我不想跟ai说话
  不要人工智能，我要人工
  跟你说不清楚，转人工
  跟你说不明白，找个人来
  我的宽带坏了三天了没人管，给我转人工
  宽带断了三天打电话也不接现在给我转人工客服马上
  话费莫名其妙多扣了五十，我要找人工
  充值没到账，麻烦转一下人工，谢谢
  我要投诉，转人工
  你好，转人工
  你好我要转人工
  您好请帮我转接人工客服谢谢
  麻烦转一下人工
  麻烦帮我接一下人工，谢谢
  请转人工服务
  劳驾转一下客服
  拜托转人工
  求求你转人工吧
  求求了，给我个真人
  亲，帮我转人工
  可以的话请转人工
  转人工吧
  转人工啊
  转人工阿
  转人工呀
  快转人工
  快点转人工
  赶紧转人工
  马上转人工
  立刻给我转人工
  直接转人工
  还是转人工吧
  还是找人工吧
  算了，转人工
  算了你给我转人工
  不用了，直接转人工
  要人工
  想找人工
  需要人工客服
  需要客服帮忙
  联系人工客服
  联系客服
  连接人工
  切换人工
  切换到人工客服
  切人工
  进入人工
  我要进人工
  人工帮我处理
  让人工来处理
  让客服来
  让客服跟我说
  客服出来
  人工介入
  申请人工介入
  人工快来
  转接
  帮我转接一下
  转仁工
  专人工
  砖人工
  转人公
  转人共
  转任工
  赚人工
  转入工
  找仁工
  我要人公
  仁工
  仁工客服
  转克服
  转人工克服
  转接人工课服
  zhuanrengong
  zhuan rengong
  zhuan ren gong
  rengong
  ren gong
  rengong kefu
  kefu
  zhuan kefu
  wo yao rengong
  woyao zhuanrengong
  zhenren
  转rengong
  转 ren gong
  我要zhenren
  转 agent
  转agent
  我要 human
  我要human agent
  给我一个 agent
  帮我 transfer 给 agent
  帮我转 customer service
  我要 customer service
  想 talk to 真人
  可以 talk to human 吗
  找 real person
  connect 人工
  i want 人工
  我 need 一个 real person
  我要找你们 manager
  不要 bot 我要 human
  唔該轉人工
  唔该帮我转真人
  我想搵真人
  我要搵人傾
  我想同真人講嘢
  我要同人傾偈
  有冇人啊
  有冇真人
  有冇真人客服
  俾個真人我
  畀個人我
  叫你哋經理出嚟
  叫你哋負責人出嚟
  我唔要機械人
  我唔想同機械人傾
  可唔可以轉真人
  點樣搵真人客服
  幫我搵客服
  搵個人同我講
  我想跟工作人员说
  找工作人员
  转专员
  接专员
  帮我转接专员
  找个同事来
  升级到主管
  转接你们主管
  我要跟主管说
  转技术人员
  我不会操作，找个人教我
  我年纪大了看不懂，能不能找个人跟我说
  老人家不会用，给我接人工
  你这机器人一点用没有，给我人工
  你根本没理解我的意思，请转人工
  答非所问，转人工
  我要的是人工
  我要的是真人不是机器人
  我要活的
  我要人
  给我人工客服，不要机器人
  能不能说人话，转人工
  请接入人工客服
  请帮我连线客服
  我要语音人工客服
  人工客服一下
  人工谢谢
  人工快
  真人谢谢
  在线客服
  转在线客服
  转人工客服，急急急
  人工，在线等，急
  帮忙转一下人工可以不
  人工 人工 快来
  你能不能让个真人来回我
  我不跟你聊了，叫个真人过来
  有没有真人客服能聊一下
  你们公司就没有一个活人吗
  就不能有个人出来说话吗
  怎么都是机器人，人呢
  我要见真人
  请找一位客服人员与我联系
  让你们管事的出来说话
  我不想再跟你这个机器人废话了
  全是机器人回答，给我换个能说话的
  你们客服死哪去了
  客服死绝了吗
  麻烦您转一下人工座席好吗谢谢
  我要直接和客服沟通
  打字太慢了，能语音跟客服说吗
  给爷转人工
  转人工客服行不行啊大哥
  转人gong
  转人工k服
  要真人客服，不要智能客服
  智能客服解决不了我的问题，请转人工处理
  别再自动回复了，真人出来
  有人能处理吗
  有人管没有
  到底有没有人管啊
  请问怎么找到真人客服
  怎样可以跟真人对话
  哪里可以找人工
  想咨询人工
  我想问一下人工客服
  让懂的人来
  找个明白人跟我说
  我要和你们领导通话
  叫你领导过来
  投诉你们，叫经理
  不想和你说了，换人
  换你们经理来
  换个客服
  换个能听懂话的来
  能帮我喊一下客服吗
  喊个人来
  召唤人工客服
  我选择人工服务
  按0转人工
  人工台
  转总机
  转接线员
  接通人工
  人工接入
  人工接听
  我需要跟一个真实的人交流
  我要同真人講
  搵個活人出嚟
  幫我駁去客服
  駁真人
  我要真人對話
  有無真人喺度
  請安排專人處理
  找专人处理
  能不能来个人
  求转人工😭
  人工🙏
  转人工啊啊啊啊啊啊
  轉  人  工
  转.人.工
  转-人工
  plz转人工
  请 connect 我 to agent
  我想 speak to a real person
  can 转人工 ma
  我要 talk to manager
  can i speak to 人工客服
  help me 转人工
  I need 真人客服
  agent please 谢谢
  我不要听录音，我要人
  麻烦给转个人工呗
  转个人
  叫真人跟我谈
  客服人员在不在
  快给老子叫人
  机器人给我下去，换真人上来
  这都第几次了，还不给我接人工
  你们的真人客服怎么联系
  请让真人客服接待我
  有没有会说话的
  我就想找个人问问
  不找你，找人工
  你走开，让真人来
  我要求人工介入处理
  需要人工协助
  请求人工支援
  想要人工回复
  能帮我安排一位客服专员吗
  我要和负责人通话
  我要找你们老总
  请转VIP客服
  转宽带客服
  接技术客服
  找一下你们的值班经理
  我想要真人服务
  怎么样才能跟人工客服说上话
  人工客服怎么接通
  为啥找不到人工
  怎么老是机器人，人工在哪
  人工客服，谢谢！
  我要報障，幫我轉真人
  可以幫我搵個真人客服嗎
  有冇人可以幫手
  我想同客服講
  轉介真人
  麻煩接線生
  真人客服唔該
  别机器人了来个人工吧
  我要跟客服经理对话
  你好 人工
  给我整个真人来
  能转人么
  接人工客服谢谢
  让真人跟我聊聊行吗
  别整这些没用的，人工！
  宽带修不好，我要找你们领导
  有真的客服没
  我找真人客服
  客服小姐姐在吗帮我转一下
  转rengong
  人攻客服
  砖人工
  換真人嚟
  我想搵經理
  给我 live agent
  转 representative
`)

const REFUSED_ZH = lines(`
  不用转人工
  不用轉人工了
  不用人工
  不用人工客服
  不要人工
  不要人工客服
  不要转人工
  别转人工
  别给我转人工
  先别转人工
  先不转人工
  先不要转人工
  不需要人工
  不需要转人工
  不需要人工客服
  不想转人工
  不想找人工
  不想跟人工说
  不想和真人说话
  不想跟客服聊
  我不想跟人说话
  不必转人工
  无需转人工
  无需人工
  没必要转人工
  没有必要找人工
  用不着人工
  用不着找客服
  我没说要转人工
  我没要转人工
  没让你转人工
  谁让你转了，我没让你转人工
  不是要转人工
  我不是要转人工
  不是想转人工
  不是让你转人工
  千万别转人工
  暂时不用转人工
  暂不需要人工
  拒绝转人工
  取消转人工
  请不要转人工
  请勿转人工
  请不要给我转接客服
  不要给我转客服
  别老是转人工
  别总让我转人工
  别动不动就转人工
  不用找客服
  不用客服
  不用叫客服
  不用找经理
  不用麻烦客服了
  不用联系客服
  人工就不用了
  人工不用了
  转人工就算了
  不转人工
  我不转人工
  我不要真人
  不要真人客服
  不用真人
  不用給我轉真人
  唔使轉人工
  唔使搵人
  唔使真人
  唔好轉人工
  唔要真人
  唔想搵真人
  毋須轉人工
  甭转人工
  不用 human
  不要 agent
  不用转 agent
  不要转给 human
  no 人工
  不需要 real person
  buyong zhuanrengong
  bu yao rengong
  转人工？不用，谢谢
  转人工……算了不用了
  我要转人工，哦不用了
  我不转人工，你直接告诉我就行
  别转人工了，直接告诉我话费多少
  不用转人工，我自己看
  你帮我查就行，不用找人工
  机器人就行，不用人工
  我只是问问，不用转人工
  还没到要转人工的地步，先别转人工
  不想麻烦人工客服
  不考虑转人工
  我不需要和人说话
  别给我找人工
  不必麻烦人工了
  我可没说要人工
  我又没叫你转人工
  不想和客服说话
  你回答就可以，不用找真人
  请别转接
  不要把我转给客服
  不要换人
  不用叫经理来
  不需要经理
  先不用人工
  不麻烦人工
  没叫客服
  不是找人工
  我唔需要真人
  唔駛轉人工
  暫時唔使轉人工
  不需要客服介入
  不用给我接客服
  我没有要求转人工
  我不是找客服的
  我只是想查话费，不是要人工
  不用喊人
  没说找人工
  别叫你们经理
  不劳烦人工
  没必要麻烦客服
  我又不找人工
  不用帮我转
  不是说要找真人
`)

const NONE_ZH = lines(`
  你是机器人吗
  你是真人吗
  你是人工吗
  你是人工客服吗
  你是不是真人
  你是人还是机器人
  你到底是不是人
  我在跟真人说话吗
  我是在和机器人聊天吗
  对面是真人吗
  請問你是真人嗎
  你係咪真人
  你是 human 吗
  人工智能
  人工智能是什么
  你是人工智能吗
  人工智能套餐
  人工服务几点下班
  人工客服几点上班
  人工客服服务时间
  客服几点下班
  周末有人工客服吗
  人工是24小时的吗
  晚上有人工吗
  春节人工客服上班吗
  人工费多少
  人工费用怎么算
  安装人工费
  客服电话是多少
  客服电话
  客服热线多少
  客服邮箱是什么
  客服微信
  昨天的客服态度很差
  你们客服态度太差
  客服态度恶劣
  上次那个客服骗我
  客服让我重启路由器
  客服说可以退
  昨天客服告诉我今天到账
  客服答应给我退费的
  客服挂我电话
  之前客服给我办的套餐
  转人工之前我想先问一下话费
  转人工之前我想先问…
  转人工以后要重新说一遍吗
  本人
  本人办理
  需要本人去吗
  必须本人办理吗
  个人
  个人信息怎么改
  个人热点怎么开
  改成个人套餐
  人工湖
  人工湖附近信号不好
  真人秀
  真人秀在哪里看
  人工呼吸
  让客服打给我
  让客服给我回电
  请客服给我回个电话
  安排专员给我致电
  让人给我打个电话
  让师傅上门
  派个人来修宽带
  找人上门安装
  安装师傅什么时候来
  有人盗用我的号
  有人在用我的流量
  有人给我发诈骗短信
  有人打电话骗我
  家里有人吗
  家里没人怎么办
  别人能用我的流量吗
  流量转给别人
  转给家人
  过户给别人
  给别人充话费
  两个人用的套餐
  一个人用多少流量够
  家人共享
  加个人到我的套餐
  名下有几个人
  工人什么时候来
  装机的人什么时候到
  查话费
  我的套餐还剩多少流量
  怎么退订
  我要投诉
  转账
  转网
  携号转网
  呼叫转移怎么设置
  转接来电
  来电转接怎么取消
  换卡
  换套餐
  换手机号
  换个套餐
  换个名字
  人民币
  需要转人工吗
  这个需要找客服办吗
  改套餐要找客服吗
  转人工要钱吗
  转人工收费吗
  客服中心在哪里
  客服系统密码
  怎么应聘客服
  你们招客服吗
  自称客服的人打电话给我
  有人冒充客服骗我
  人工审核要多久
  号码被别人用了
  法人变更
  联系人怎么导出
  好友推荐
  主叫显示
  经理推荐的套餐
  我的客户经理是谁
  机器人
  扫地机器人
  机器人好聪明
  谢谢
  不用了
  不用
  不需要
  算了
  你好
  客服你好，我想查话费
  客服，我的话费怎么这么高
  老板卡
  领导换了要改合同
  员工套餐
  同事推荐的
  给老人办卡
  成人内容
  人家说可以退
  别人都有优惠为什么我没有
  没有人接电话
  热线一直没人接
  打了半天没人接
  人脸识别失败
  人在国外怎么用
  在外地本人去不了怎么办
  残疾人优惠
  不要给我打电话
  别打电话了
  不要推销
  不想续费了
  不要自动续费
  取消自动续费
  关闭语音信箱
  我打了客服三次都没解决
  上次转人工等了半小时
  昨天找客服问过了
  工信部电话
  人工降雨
  主管部门是谁
  经理夫人套餐
  你们人工智能挺聪明
  你是AI还是真人
  跟我说话的是人吗
  人工客服的工作时间
  客服工号1234怎么投诉
  上次客服给我改的套餐
  客服妹妹态度很好
  那个经理答应给我减免
  你们经理昨天说会处理
  请本人携带身份证
  个人客户和企业客户有什么区别
  同一个人可以办几张卡
  一个人最多办几个号
  换人脸识别
  换机主
  换个人名字
  把卡给别人用
  有人用过这个套餐吗
  有人帮我交了话费
  人工成本高吗
  我是公司的负责人
  我是经理想办集团套餐
  我们领导要办一张卡
  老板娘的号码
  和家人通话免费吗
  跟朋友打电话多少钱
  怎么和国外的人打电话
  客服会给我打电话吗
  客服什么时候联系我
  工作人员什么时候上门
  工作人员没来
  师傅没来
  能让师傅早点来吗
  派人来看看宽带
  找人帮我抢修宽带
  我想接电话
  接不到电话
  转接到语音信箱
  取消转接
  语音转接
  转出号码
  人工翻译
  真人cs
  是否支持真人实名认证
  需要真人认证吗
  人脸认证不是本人
  没人告诉我要收费
  你们的人来我家装宽带
  不要骚扰我
  别再给我发短信
  我不想要这个套餐
  机器人客服真好用
  你是哪个公司的机器人
  客服刚给我打过电话
  客服小妹说今天恢复
  客服已经帮我处理了
  你们的工作人员上门很准时
  负责人变更怎么办理
  法人本人要来吗
  经办人要带什么
  联系人号码丢了
  找回密码
  换人民币
  有人工作在机房
  人多的地方信号差
  我一个人住
  真人视频认证
  接电话没声音
  转接费多少
  我是客服代表
  你真像真人
  客服评价怎么打分
  我想给客服好评
  人工客服晚上几点关
  客服号码
  你们客服太不专业了
  刚才那个客服说要扣钱
  人工智能客服是什么
  这里是人工吗
  我朋友是客服
  家里人能用吗
  本人不在
  我想找回号码
  谁给我打的电话
`)

const WANTED_EN = lines(`
  human
  human!
  human please
  agent
  agent!!!
  agent agent agent
  operator
  operator please
  representative
  rep
  rep pls
  person
  real person
  real human
  live agent
  live person
  live chat
  customer service
  customer service please
  customer support
  customer care please
  supervisor
  manager please
  an actual human please
  a real person now
  someone real
  someone real please
  give me someone real
  i want someone real
  I want a human
  i want an agent
  i want a person
  i want a real person not a bot
  i want to talk to a human
  i want to speak to a person
  i want to speak with someone
  i wanna talk to someone
  i wanna speak to a rep
  i want to chat with an agent
  i want to talk to a real human being
  i need a human
  i need an agent
  i need to speak to somebody
  i need to talk to a person about my bill
  i need help from a human
  i'd like to speak to a representative
  i would like to talk to an agent please
  i would prefer to talk to a person
  i'd rather talk to a human
  i prefer speaking to a real person
  can I talk to a human?
  can i talk to somebody
  can i speak to someone
  can i please speak to an actual person
  can i get a human
  can i get an agent please
  can i have a human
  can you get me a human
  can you connect me to an agent
  can you transfer me to a person
  can you put me through to someone
  could you put me through to an operator
  could i speak with a manager
  could i have a word with your supervisor
  may i speak to a representative
  would it be possible to speak to someone
  is it possible to talk to a human
  is there any way to talk to a human
  is there a way to speak to a real person
  how do i talk to a human
  how can i speak to an agent
  how do i get a real person
  how do i reach a human
  where can i talk to a person
  get me a human
  get me an agent
  get me a person
  get me your supervisor
  get me your manager
  get me someone who knows what they are doing
  get me somebody else
  get your manager
  get a human in here
  give me a human
  give me an agent
  give me your manager
  give me a real person
  gimme a human
  let me talk to a human
  let me speak to your manager
  let me speak to the manager
  lemme talk to someone
  let me talk to the person in charge
  put me through
  put me through please
  put me through to an agent
  put me through to your billing department
  put a human on
  put someone on
  connect me
  connect me please
  connect me with a human
  connect me to a live agent
  connect me with someone
  transfer me
  transfer me please
  transfer me to an agent
  transfer to agent
  transfer to human
  please transfer me to customer service
  pass me to a human
  hand me over to a person
  hand me over to a colleague
  switch me to a human
  forward me to an agent
  escalate to a human
  escalate this to a supervisor
  escalate this
  redirect me to a person
  speak to human
  speak to agent
  speak to a person
  talk to human
  talk to agent
  talk to a real person
  talk to someone
  chat with agent
  chat with a human
  live chat with a real person
  call an agent please
  call a human
  bring me a human
  find me a human
  send me an agent
  is there a human there
  is there a human i can talk to
  is there a real person here
  is there anyone there i can speak to
  is there anybody i can talk to
  is there someone i can speak with
  is there someone who can help me
  is anyone there
  is anybody there
  anyone there?
  is there anyone real
  are there any humans there
  are there any real people working there
  any humans here?
  any agents available
  any real person available?
  is an agent available
  is a human available
  are there any agents available
  do you have a human i can talk to
  do you have any real people
  do you have human agents
  does a human work here
  where are the humans
  where is everyone
  where is your manager
  can a human help me
  can a human please answer
  can someone real help me
  can a real person take over
  can an agent look at this
  can somebody talk to me
  could someone chat with me
  could an actual person look at my case
  have a human answer me
  i want a human to look at this
  i want an agent to help me
  i don't want to talk to a bot
  i dont wanna talk to a bot
  i dont want to speak with a machine
  i do not want a bot
  i don't want a robot
  i refuse to talk to a machine
  i am tired of talking to a bot
  sick of talking to robots
  i hate talking to bots
  no bots
  no bots please
  no more bots
  stop the bot
  enough with the bot
  not a bot, a human
  i dont want a bot i want a human
  not you, a human
  turn off the bot
  this bot is useless get me a human
  this bot is useless, human please
  you are useless, agent
  you're a useless bot, get me someone
  you don't understand, i want a person
  you do not understand me. human. now.
  why can't i talk to a human
  why can't i just speak to a person
  why won't you let me talk to a human
  why wont you connect me to an agent
  can't i talk to a human
  can't you transfer me to someone
  don't you have any humans
  isn't there a human i can talk to
  i can't get through to a human
  if you can't fix it I want a human
  if you can't help get me an agent
  unless you fix this now get me your supervisor
  i asked for a human
  i said human
  i said i want to talk to a person
  i've asked for an agent three times
  how many times do i have to ask for a human
  i already said i want an agent
  i am asking for a human
  i demand to speak to a manager
  i demand a human
  i insist on a human
  i request a human agent
  requesting a human
  requesting live agent
  waiting for an agent
  looking for a human
  for the love of god get me a human
  fucking human now
  get me a fucking human
  i want a damn person
  give me a bloody person
  ffs agent
  shut up and get me a human
  huamn
  humna please
  humman
  hooman pls
  agnet
  i want an agnet
  talk to huamn
  speek to a person
  talk to a persn
  transfr me to an agent
  conect me to agent
  representitive
  represenative please
  operater
  i want to tlak to someone
  costumer service
  cust service
  custmer service pls
  supervisr
  wanna talk 2 a human
  i need 2 speak to some1
  i want talk human
  me want human
  want human
  need human
  need agent now
  need a person asap
  want agent
  my internet has been down for 3 days and nobody has come please transfer me to a human
  my bill is wrong and i've explained it five times, i want to speak to a supervisor
  i was charged twice. i want to talk to a human about it
  hello, can i speak with a human please? thanks
  hi i need to talk to someone about my contract
  hi there, agent please
  sorry but i'd like a human
  yes, a human please
  no, i want a human
  ok get me a human
  ugh just get me a person
  please just let me talk to someone
  please can i have a real person
  could you please connect me with one of your colleagues
  could i talk to a member of staff
  i'd like to deal with a person
  i want human support
  i want customer service
  i need customer support
  contact customer service
  contact an agent
  reach an agent
  talk to support
  speak to customer service
  chat with customer support
  i want to be transferred to an agent
  i want to be put through to a person
  can i be connected to someone
  please escalate my case to a manager
  nobody here can help me, i want a human
  get me someone in charge
  i want to talk to someone in charge
  i want to talk to someone else
  i want someone with a brain
  give me somebody competent
  i want to speak to your boss
  let me talk to your boss
  i need human assistance
  human assistance please
  human help
  i want a human being
  need a live person
  is this a bot? get me a human
  are you a robot? i want a person
  what about a human
  connect to agent
  connect with an agent
  agent now
  operator now
  when can i talk to a human
  get me out of this bot and over to a person
  any chance i could talk to a real human
  i've had enough of this robot, person please
  is anybody real going to answer me
  can you fetch a colleague who can sort this
  i'd appreciate speaking with one of your team
  could you pass this on to a human colleague
  you keep repeating yourself, put somebody on who understands
  let a person handle this
  a person would be better
  would rather a human dealt with this
  i need to escalate
  i'd like to escalate this to your manager
  bring your supervisor here
  call your manager
  where's your boss
  I want to speak to whoever is in charge
  i wish to speak with management
  let me talk to a live human being
  somebody real please
  speak with representative
  i need assistance from a live agent
  i want to contact a representative
  please have a representative contact me in this chat
  can somebody from support join this chat
  is there a live person i can chat with
  are there any humans left in your company
  do humans work here
  i need someone to talk to
  can we get a human involved
  chat to a human
  chat 2 agent
  talk to sum1 real
  get me a humen
  i want talk with agent
  pls agent
  plz connect agent
  connect agent
  agent chat
  i dont care just give me a human
  stop this nonsense and transfer me
  i give up. human.
  useless. agent.
  HUMAN!!!!!!
  HUUUMAN
  a g e n t
  Agent?
  are you able to transfer me to a person
  can you please hand this over to someone
  kindly connect me with your customer care executive
  i want to talk with your executive
  customer care executive
  speak to an executive
  need to speak w/ someone
  looking to speak to someone about my account
  hoping to talk to somebody
  trying to reach a person
  i have been trying to reach a human for an hour
  been waiting for an agent for 20 minutes
  still waiting to talk to a person
  where is my agent
  i want out of this bot
  leave the bot and talk to a human
  no i don't want the bot, connect me to support
  i don't want automated answers
  your answers are automated, i want a person
  i'd like to have a conversation with a human
  can a supervisor contact me here
  is there a supervisor i can speak with
  may i have a supervisor
  give me the supervisor
  someone with authority please
  i need a human's help
  let me through to a person
  how to talk to human
  how to contact agent
  option to talk to an agent
  press 0 for operator
  let me talk to customer support please
  just get a human already
  send me to a real agent
  can i get a live person on here
  somebody human, please
  this isn't helping. can i get a person?
  I'd like to talk with someone from your team
  could someone from your team message me here
  need to talk to somebody about a refund
  who can i talk to about this
  i want to escalate my issue to a manager
  give me a manager right now
  manager now!
  get a manager on the line
  i want out, human
  you can't help me, i need someone who can
  are there real people here
  would like live assistance
  can i switch to a live agent
  switch to agent
  switch to human please
  move me to a human
  take me to a human
  take me to an agent
  i want to chat with support
  i need to get in touch with an agent
  how can i get in contact with a person
  could you get a person to look at this
  please assign an agent
  assign me a human
  agent required
  need to be connected to someone
  hand off to human
  any way to bypass the bot
  can we skip the bot and get to a person
  im done talking to this thing, human
  talk to rep
  speak with rep
  reprsentative
  huma
  hman
  spaek to agent
  i need a hooman
  talking to a bot is useless, connect me to a person
  put a real person on please
  I'm begging you, a human
  can u transfer me 2 a human
  human rep
  talk human now
  i wanna talk to ur manager
  I'd like to be connected with a human agent
  id like to speak to someone
  lemme speak with a live rep
  any human around
  is this thing able to connect me to a person
  if i can't get an answer i want a supervisor
  stop giving me articles and get me a person
  spk to agent pls
`)

const REFUSED_EN = lines(`
  no need for a human
  no need for an agent
  no need to transfer me to an agent
  no need to talk to a human
  no need to connect me to anyone
  no human
  no human please
  no humans please
  no agent
  no agents please
  no agent needed
  no agent necessary
  no operator please
  i don't want a human
  i dont want a human
  i do not want an agent
  i don't want to talk to a human
  i don't want to speak to anyone
  i don't want to talk to a person
  i dont wanna talk to a person
  i don't want to be transferred to an agent
  i don't want to be connected to a human
  i don't need a human
  i don't need an agent
  i don't need to talk to an agent
  i don't need to speak with anyone
  i don't need a person
  don't transfer me
  don't transfer me to a human
  do not transfer me to an operator
  please don't transfer me to an agent
  please do not connect me to a human
  please don't put me through to an agent
  don't connect me to anyone
  don't escalate this to a human
  don't hand me over to a person
  don't get me a human
  don't call an agent
  didn't ask for an agent
  i didn't ask for an agent
  i did not ask for a human
  i never asked for a human
  i'm not asking for an agent
  i am not asking to talk to a human
  i wasn't asking for a human
  i didn't say i want a human
  i didn't request an agent
  not asking for a human
  not looking for an agent
  i'm not looking to talk to a human
  i'd rather not talk to a human
  i would rather not speak to anyone
  i'd prefer not to talk to a person
  i prefer not to speak with an agent
  i would prefer the bot to a human
  i'd rather talk to the bot
  i'd rather use the bot
  i am happy with the bot
  i'm fine with the bot, no human
  stop transferring me to agents
  stop trying to connect me to a human
  stop offering me a human
  cancel the agent
  cancel the transfer
  cancel my agent request
  cancel the request for an agent
  forget the human
  forget about the agent
  never mind the agent
  i no longer need an agent
  i no longer want to talk to a human
  no longer need a human
  agent not needed
  human not required
  an agent is not necessary
  a human is not needed
  not a human
  without a human please
  without talking to an agent
  can you do it without an agent
  can you fix it without transferring me to a human
  there's no need for a supervisor
  no, i don't want an agent
  no i dont want to speak to a rep
  i don't wish to speak with a representative
  i'm not interested in talking to a human
  i have no desire to talk to a human
  i don't feel like talking to a person
  hold off on the agent
  skip the agent
  get me a human. never mind, no need
  i want an agent... actually never mind
  talk to a human? no thanks, i don't want to talk to a human
  i wanted a human but not anymore
  please no agent
  dont need human
  do not want agent
  not transfer me to agent please, don't want agent
  don't bother getting a human
  there is no need to get an agent involved
  i don't think i need a human
  not necessary to connect me to a human
  no need to bring in a person
  i don't need anyone
  i'm not trying to reach an agent
  please stop connecting me to agents
  i would rather not deal with a person
  can we do this without a human
  no thanks, no human
  i don't want any agent
  don't you dare transfer me to an agent
  do not send me to a human
  don't forward me to anyone
  i said no agent
  nope, no agents
  i don't want human help
  no real person needed
  no customer service please
  leave the agent out of it
  please don't get a manager
  no need to escalate
  no supervisor needed
  i don't need you to transfer me to a human
  i'm ok without a human
  not a person, just tell me
  didn't want an agent
  i don't really want a human right now
  please, no humans
  i wasn't looking for an agent
  i do not wish to be transferred
  don't need customer service
`)

const NONE_EN = lines(`
  are you a robot?
  are you a robot
  are you human
  are you a human?
  are you a real person
  are you a bot or a human
  am I talking to a human?
  am i talking to a real person
  am i speaking with a bot
  am i chatting with an agent or a machine
  is this a bot
  is this a real person
  is this a human?
  are you real
  bot or human?
  human or bot
  are you an ai
  who am i talking to
  are you an actual person
  you're a robot right?
  what hours are agents available
  what time does customer service open
  when are agents available
  are agents available on sundays
  is customer service open on weekends
  is customer service open 24/7
  until when is customer service available
  customer service hours
  opening hours of customer service
  customer service number
  customer service phone number
  what is the customer service number
  customer service email
  number for customer service
  phone number to talk to an agent
  the agent was rude
  your agent was rude to me
  the agent told me it was free
  an agent told me to restart the router
  the operator hung up on me
  your rep promised me a refund
  i spoke to an agent yesterday
  i talked to someone last week
  i spoke with a human yesterday and he said it was fixed
  i was talking to an agent and got cut off
  i was told by customer service that it is free
  customer service told me to reset it
  customer service is awful
  the last person lied to me
  the person who signed the contract
  the person who signed the contract is my wife
  add a person to my plan
  can i add another person to my account
  remove a person from my plan
  how many people can share the plan
  before i talk to an agent, i have a question
  before you transfer me to a human tell me the price
  after talking to an agent nothing changed
  do i need to talk to an agent to cancel
  do i have to talk to a human to cancel
  do i have to call customer service to cancel
  must i speak to someone to port out
  should i contact customer service
  how long does it take to get an agent
  how much does it cost to talk to an agent
  is there a fee for talking to an agent
  call me back
  please call me back
  can someone call me back
  have an agent call me
  i want someone to call me
  i need someone to call me back
  can a human call me
  can you have someone ring me
  get somebody to phone me
  human resources
  human resources department
  human error
  i am a person not a number
  i am human
  i'm only human
  the representative office
  where is the representative office
  representative office address
  in person
  can i pay in person
  per person
  price per person
  user agent
  travel agent
  task manager
  password manager
  my account manager
  mobile operator
  another operator
  switch to another operator
  transfer my number to another operator
  what other operators do you roam with
  network operator selection
  operator lock
  which operator in france
  someone stole my phone
  someone hacked my account
  someone is using my account
  somebody else has my number
  can someone else use my data
  can someone else pick up my sim
  can somebody explain my bill
  someone called me from your company
  someone keeps calling me
  how much to call someone in germany
  how do i block someone
  transfer my plan to someone
  transfer my number to a family member
  can i gift data to someone
  send someone to fix my router
  i need someone to come fix my line
  send a technician
  i need a technician
  when does the technician come
  is somebody working on the outage
  how do i become an agent
  do you hire agents
  i want to work as a customer service agent
  i want to complain about an agent
  i want to report an agent
  how do i rate the agent
  the agent's name was john
  thanks to your agent
  my manager pays my bill
  my boss pays for it
  what is my balance
  connect me to the wifi
  connect to the internet
  my phone will not connect
  transfer my number
  transfer money
  put me on a cheaper plan
  put my plan on hold
  switch me to a cheaper plan
  pass
  call forwarding
  call transfer
  how do i transfer a call
  i want to cancel
  i want to talk about my bill
  i'd like to speak english
  speak chinese
  do you speak english
  talk time
  free talk time
  support for 5g
  does this phone support esim
  customer id
  my customer number
  i am a customer
  i'm a new customer
  good bot
  nice bot
  thank you
  never mind
  no thanks
  no
  hello
  help
  chat
  people say your network is slow
  i live with three people
  a man came to my house
  two people on one line
  i don't want anyone to see my number
  i don't want people calling me
  i don't want anybody using my data
  stop calling me
  no one called me back
  nobody answered my call
  robot vacuum on my wifi
  my computer can't connect
  is someone at home needed for the installation
  humane society
  agenda
  service
  manage my account
  management fee
  the technician who came was a nice person
  are there any fees for an extra person
  can my wife talk to you on my behalf
  someone from your company called me
  i got a call from an agent
  is the agent who called me yesterday legit
  agents keep calling me
  a representative came to my door
  your representative said i would get a discount
  how do i know it was a real agent
  i have an agent account
  manager of my company wants an invoice
  person to person call
  what is a virtual operator
  real time usage
  live tv
  live stream quality
  human verification keeps failing
  captcha says i am not human
  prove i am not a robot
  do you employ humans or robots
  are your agents real people
  my contact number changed
  change contact person
  authorized contact person
  who is the person responsible for my contract
  can i transfer my line to another person
  can two people share data
  one of my family members is abroad
  i want someone to be added to my account
  i need someone else to use my account
  let someone else manage my account
  give someone access to my account
  i talked to my manager and we want 5 lines
  i work in customer service
  thanks for the customer service
  great customer service
  customer service was great
  is customer service closed
  who is your ceo
  can you call me
  please call my number
  connect my router
  pass code
  hand set
  put me on the waiting list
  transfer fee
  switch operator
  i'm switching to another operator
  which operators support esim
  what's the operator code
  is there someone who can come to my house
  does anyone know when the outage ends
  did someone call me
  has anyone looked at my ticket
  someone will be home at 5
  nobody came
  is anyone working on my ticket
  when will someone come
  when will an engineer be here
  no one told me about the fee
  talk to me
  chat with me
  can we talk
  speak up
  let's talk about my plan
  is it a real person who reads the emails
  can someone tell me my balance
  does someone need to be home
  my agent moved my number without asking
  the manager of the shop was kind
  an operator in thailand blocked me
  who answers the phone on sundays
  person of contact update
  people on my plan
  how many people can join
  i want to speak to my family abroad for free
  can i talk to people in canada cheaply
  human translation
  i need a person's consent to port
  where do agents sell sim cards
  customer care app
  someone needs to fix the tower
  my operator abroad
  did a human write this
  your agents are useless
  the human body
  how many agents do you have
  i was on hold for an agent for an hour yesterday
  what does a customer service rep do
  can a person under 18 open an account
  i want to add someone
  operator assisted call price
  reach me at this number
`)

const BOT_QUESTIONS = lines(`
  are you a robot?
  are you human
  am i talking to a real person?
  is this a bot
  human or bot?
  hi, are you an ai
  你是机器人吗
  你是真人吗
  你是人工客服吗
  你好，请问你是机器人还是真人
  我是在跟机器人说话吗
  你係咪真人
`)

const NO_BOT_QUESTIONS = lines(`
  i want a human
  get me out of this bot
  is there a human i can talk to
  are you open on sunday
  转人工
  不要机器人
  有没有真人客服
  你是哪家公司
`)

describe('a wish for a person', () => {
  it.each(WANTED_ZH)('is heard in %s', (text) => expect(personWish(text)).toBe('wanted'))
  it.each(WANTED_EN)('is heard in %s', (text) => expect(personWish(text)).toBe('wanted'))
})

describe('no person, please', () => {
  it.each(REFUSED_ZH)('%s', (text) => expect(personWish(text)).toBe('refused'))
  it.each(REFUSED_EN)('%s', (text) => expect(personWish(text)).toBe('refused'))
})

describe('neither a wish nor a refusal', () => {
  it.each(NONE_ZH)('is %s', (text) => expect(personWish(text)).toBe('none'))
  it.each(NONE_EN)('is %s', (text) => expect(personWish(text)).toBe('none'))
})

describe('a question what answers', () => {
  it.each(BOT_QUESTIONS)('is asked by %s', (text) => expect(asksWhetherBot(text)).toBe(true))
  it.each(NO_BOT_QUESTIONS)('is not asked by %s', (text) => expect(asksWhetherBot(text)).toBe(false))
})

describe('messages of any kind', () => {
  const complaint = '我的宽带断了好几天，打电话也没有用，账单还照样扣钱。'
  const rant = 'my internet went down on monday and the bill came all the same. '

  it('are read to the end however long they are', () => {
    expect(personWish(`${complaint.repeat(200)}给我转人工`)).toBe('wanted')
    expect(personWish(`${rant.repeat(200)} get me a human`)).toBe('wanted')
    expect(personWish(complaint.repeat(200))).toBe('none')
    expect(personWish(rant.repeat(200))).toBe('none')
  })

  it('are read by their last word on it', () => {
    expect(personWish('转人工。算了，不用了')).toBe('refused')
    expect(personWish('不用转人工。还是转人工吧')).toBe('wanted')
    expect(personWish("i don't want an agent. ok, get me an agent")).toBe('wanted')
  })

  it('may greet or call the service before they ask for something else', () => {
    expect(personWish('客服，我的话费怎么这么高')).toBe('none')
    expect(personWish('你好，有人在吗')).toBe('none')
    expect(personWish('hello, is anyone there')).toBe('none')
  })

  it('never throw', () => {
    const answers = ['wanted', 'refused', 'none']
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => answers.includes(personWish(text))))
    const words = [
      '转',
      '人工',
      '不',
      '用',
      '给我',
      '个',
      '的',
      'agent',
      ' not ',
      ' a ',
      ' to ',
      '？',
      '，',
      '\ud83d',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
        const text = parts.join('')
        return answers.includes(personWish(text)) && typeof asksWhetherBot(text) === 'boolean'
      }),
    )
  })

  it('are cut into clauses that together are no longer than the message', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('转', '人', 'a', ' ', '。', '?'), maxLength: 3000 }),
        (text) => {
          expect(clausesOf(text).join('').length).toBeLessThanOrEqual(text.length)
        },
      ),
    )
  })
})

type Rules = RegExp | readonly (RegExp | readonly [RegExp, string])[]

function expressionsOf(rules: Rules): readonly RegExp[] {
  if (rules instanceof RegExp) return [rules]
  return rules.map((entry) => (entry instanceof RegExp ? entry : entry[0]))
}

describe('the rules', () => {
  const files = [
    englishAsides,
    englishRefused,
    englishRequests,
    englishWaiting,
    englishWanted,
    chineseAsides,
    chineseRefused,
    chineseRequests,
    chineseWanted,
  ]
  const rules = files.flatMap((file) => Object.values<Rules>(file)).flatMap(expressionsOf)

  it('repeat nothing without an upper bound, so that work grows with the length alone', () => {
    expect(rules.length).toBeGreaterThan(100)
    for (const { source } of rules) {
      const outside = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '')
      expect(outside).not.toMatch(/[*+]|\{\d+,\}/)
      const most = [...outside.matchAll(/\{\d+(?:,(\d+))?\}/g)].map((times) => Number(times[1] ?? 0))
      expect(Math.max(0, ...most)).toBeLessThanOrEqual(80)
    }
  })
})
