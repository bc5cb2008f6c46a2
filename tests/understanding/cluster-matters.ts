/** Matters of customers that the sample corpus says nothing about, each asked five times in either language, as people write. */

/** One matter, and what was asked about it. */
export interface AskedMatter {
  readonly name: string
  readonly zh: readonly string[]
  readonly en: readonly string[]
}

/** A name, Chinese questions and English ones, a line each. */
const LINES = `
e-bike insurance
电动车保险怎么买 / 你们卖电动自行车的保险吗 / 电瓶车被偷了保险赔不赔 / 给我的电动车上个保险要多少钱 / 电动车可以投保吗
do you offer e-bike insurance / can i insure my electric bike with you / how much is insurance for an electric bicycle / is my ebike covered if it gets stolen / i want to buy insurance for my e-bike
gift cards
礼品卡怎么用 / 哪里可以买礼品卡 / 礼品卡里还剩多少钱 / 礼品卡过期了还能用吗 / 想送朋友一张礼品卡
how do i use a gift card / where can i buy gift cards / what is the balance on my gift card / does a gift card expire / can i send a gift card to a friend
company party
公司年会可以在你们这里办吗 / 想订场地办公司聚会 / 公司派对能坐多少人 / 公司聚会一个人多少钱 / 年会聚餐要提前多久预订
can we hold our company party at your place / i want to book a venue for a company party / how many people fit for a company christmas party / price per person for a company party / how early do i have to book an office party
pets in the shop
店里可以带狗进去吗 / 你们允许宠物进店吗 / 我能带猫来店里吗 / 宠物能不能进商店 / 带着小狗逛店行吗
are dogs allowed in the shop / can i bring my pet into the store / do you let pets in / can i take my cat with me to your shop / is it ok to come to the store with a dog
solar panels
太阳能板怎么安装 / 屋顶装太阳能要多少钱 / 你们装太阳能电池板吗 / 太阳能发的电可以卖吗 / 太阳能板保修几年
do you install solar panels / how much do solar panels for my roof cost / can i sell the power from my solar panels / how long is the warranty on solar panels / i want solar on my roof
wheelchair access
坐轮椅能进门店吗 / 门口有轮椅坡道吗 / 轮椅可以上二楼吗 / 有没有轮椅可以借 / 轮椅能用的厕所有吗
is the store accessible by wheelchair / is there a wheelchair ramp at the entrance / can i get upstairs with a wheelchair / do you lend wheelchairs / is there a toilet for wheelchair users
parking
附近哪里可以停车 / 停车收费吗 / 你们有停车场吗 / 停车位够不够 / 停车一小时多少钱
where can i park nearby / do i have to pay for parking / is there a car park / how much is an hour of parking / are there enough parking spaces
job applications
你们招人吗 / 怎么应聘你们公司 / 简历发到哪里 / 现在有什么职位招聘 / 应聘以后多久面试
are you hiring / how do i apply for a job at your company / where do i send my resume / what job openings are there now / how long after applying for a job is the interview
children's birthday
孩子的生日会可以在店里办吗 / 想给孩子办个生日派对 / 生日派对有蛋糕吗 / 儿童生日套餐多少钱 / 生日会最多来几个小朋友
can we have a kids birthday party at your store / i want to plan a birthday party for my child / is there cake at the birthday party / how much is a children's birthday package / how many kids can come to a birthday party
coffee machine
咖啡机坏了怎么办 / 咖啡机怎么清洗 / 咖啡机漏水 / 你们修咖啡机吗 / 咖啡机用什么咖啡豆
my coffee machine is broken / how do i clean the coffee maker / the coffee machine is leaking water / do you repair coffee machines / what beans do i use in the coffee machine
allergies
这道菜里有花生吗,我过敏 / 过敏的人能吃什么 / 哪些菜没有过敏原 / 我对海鲜过敏 / 菜单上有过敏信息吗
are there peanuts in this dish i am allergic / what can people with allergies eat / which dishes have no allergens / i have a seafood allergy / does the menu have allergy information
bike rental
想租自行车 / 租一天自行车多少钱 / 自行车在哪里还 / 租自行车要押金吗 / 出租的自行车坏了找谁
i want to rent a bike / how much is it to rent a bicycle for a day / where do i return the rental bike / is there a deposit for a rented bicycle / the rental bike is broken who do i call
visa letter
办签证需要你们开证明 / 可以开签证用的邀请函吗 / 签证材料要准备什么 / 签证被拒了可以退钱吗 / 你们代办签证吗
i need a letter from you for my visa / can you write an invitation letter for a visa / what documents do i need for the visa / my visa was refused can i have my money back / do you handle visa applications
swimming course
游泳课怎么报名 / 成人也可以学游泳吗 / 游泳课一期多少钱 / 几岁可以开始学游泳 / 游泳教练是女的吗
how do i sign up for swimming lessons / can adults learn swimming too / how much is a swimming course / at what age can kids start swimming lessons / is the swimming teacher a woman
hearing aids
助听器电池在哪买 / 助听器可以连手机吗 / 助听器没有声音了 / 老人想配助听器 / 助听器多少钱一个
where do i buy hearing aid batteries / can i connect my hearing aid to the phone / no sound from my hearing aid / my grandfather wants a hearing aid / how much does one hearing aid cost
flowers
可以送花吗 / 鲜花当天能送到吗 / 送一束玫瑰多少钱 / 收到的花蔫了 / 送花能附贺卡吗
do you deliver flowers / can flowers arrive the same day / how much is a bouquet of roses / the flowers i received are wilted / can i add a card to the flowers
washing machine
洗衣机不转了 / 洗衣机怎么选 / 洗衣机上门安装吗 / 洗衣机脱水声音很大 / 旧洗衣机可以回收吗
my washing machine does not spin / which washing machine should i choose / do you install washing machines at home / the washing machine is very loud / will you take away my old washing machine
second-hand phones
二手手机回收多少钱 / 你们收旧手机吗 / 旧手机可以抵钱吗 / 我想卖掉旧手机 / 二手手机质量怎么样
how much do you pay for used phones / do you take old phones / can i trade in my old phone / i want to sell my used phone / how good are your second hand phones
museum guided tour
博物馆有导游讲解吗 / 博物馆几点开门 / 博物馆门票怎么买 / 带学生参观博物馆有优惠吗 / 博物馆里能拍照吗
is there a guided tour of the museum / when does the museum open / how do i buy museum tickets / is there a discount for students visiting the museum / may i take pictures in the museum
lost umbrella
我的雨伞落在店里了 / 有人捡到一把雨伞吗 / 雨伞忘在你们那儿了 / 你们有没有看到我的蓝色雨伞 / 下雨可以借雨伞吗
i left my umbrella in the store / has anyone found an umbrella / forgot my umbrella at your place / did you see my blue umbrella / can i borrow an umbrella when it rains
yoga
瑜伽课几点开始 / 瑜伽垫要自己带吗 / 孕妇能上瑜伽课吗 / 瑜伽老师是谁 / 报瑜伽班多少钱
what time does the yoga class start / do i bring my own yoga mat / can pregnant women do yoga / who is the yoga teacher / how much is the yoga class
house cleaning
请阿姨打扫卫生怎么收费 / 家里大扫除可以预约吗 / 你们有保洁服务吗 / 保洁阿姨没来 / 打扫房子要几个小时
how much do you charge for cleaning a house / can i book a home cleaning / do you have a cleaning service / the cleaner did not come / how many hours does it take to clean a flat
wine
红酒怎么保存 / 哪种红酒适合送礼 / 葡萄酒开了能放多久 / 红酒有优惠吗 / 买一箱葡萄酒送货吗
how do i store red wine / which wine is good as a gift / how long does wine keep after opening / any offers on red wine / do you deliver a case of wine
luggage storage
行李可以寄存吗 / 行李放一天多少钱 / 退房以后行李能存在你们这里吗 / 寄存的行李几点前取 / 大件行李收不收
can i store my luggage / how much is it to leave luggage for a day / can i leave my luggage with you after checkout / until when do i pick up my stored luggage / do you take large luggage
airport pickup
能到机场接我吗 / 机场接送多少钱 / 飞机晚点了还来机场接吗 / 怎么预约机场接机 / 从机场到酒店有车吗
can you pick me up at the airport / how much is an airport transfer / will you still come to the airport if my flight is late / how do i book an airport pickup / is there a car from the airport to the hotel
breastfeeding room
有母婴室吗 / 在哪里可以给宝宝喂奶 / 宝宝换尿布的地方有吗 / 母婴室在几楼 / 哺乳可以找个安静的地方吗
do you have a nursing room / where can i feed my baby / is there a place to change my baby's diapers / which floor is the baby room on / is there a quiet place for breastfeeding
tax on imports
从国外寄来的包裹要交关税吗 / 关税是谁付 / 关税怎么算 / 被海关扣了怎么办 / 海关要我补税
do i pay customs duty on a parcel from abroad / who pays the customs duty / how is import tax calculated / my parcel is held by customs / customs asks me to pay tax
vegetarian food
有素食吗 / 吃素的人能点什么 / 这个汤是素的吗 / 素食套餐多少钱 / 素食菜单发我看看
do you have vegetarian food / what can vegetarians order / is this soup vegetarian / how much is the vegetarian menu / send me the vegetarian menu please
piano tuning
钢琴多久调一次音 / 可以上门给钢琴调音吗 / 钢琴有个键不响 / 搬钢琴多少钱 / 二手钢琴怎么挑
how often should a piano be tuned / can someone tune my piano at home / one key of the piano makes no sound / how much is moving a piano / how do i choose a used piano
winter tyres
冬季轮胎什么时候换 / 换四个轮胎多少钱 / 轮胎可以存在你们那里吗 / 轮胎漏气能补吗 / 雪地轮胎有货吗
when should i change to winter tires / how much to change four tires / can i store my tires with you / can you repair a flat tire / do you have snow tires in stock
charity
想给灾区捐款怎么捐 / 你们接受捐旧衣服吗 / 捐款能开证明吗 / 我的积分可以捐吗 / 捐的钱用到哪里
how do i donate to the disaster area / do you take donations of old clothes / do i get a receipt for my donation / can i donate my points / where does the donated money go
ladies' shoes
鞋子小了能换吗 / 高跟鞋有大码吗 / 这双鞋防水吗 / 鞋底开胶了 / 运动鞋多少钱一双
the shoes are too small can i swap them / do you have high heels in big sizes / are these shoes waterproof / the sole of my shoe came off / how much is a pair of sports shoes
electric car charging
哪里有充电桩 / 电动汽车充电多少钱 / 充电桩坏了 / 家里能装充电桩吗 / 电动汽车充满要多久
where are charging stations for electric cars / how much is charging an electric car / the charging station is broken / can i install a charger for my electric car at home / how long until an electric car is fully charged
school uniforms
校服在哪里买 / 校服尺码怎么选 / 校服可以改短吗 / 校服什么时候到 / 冬天的校服多少钱
where do i buy the school uniform / which size of school uniform do i need / can you shorten a school uniform / when do the school uniforms arrive / how much is the winter school uniform
mosquito nets
窗户的纱窗破了 / 蚊帐怎么装 / 有没有驱蚊的东西 / 房间里蚊子太多了 / 蚊香和电蚊液哪个好
the window screen has a hole / how do i hang the mosquito net / do you have something against mosquitoes / too many mosquitoes in the room / is mosquito coil or liquid better
dentist
看牙要预约吗 / 拔一颗牙多少钱 / 小孩牙疼挂什么号 / 洗牙疼不疼 / 牙齿矫正要多久
do i need an appointment with the dentist / how much is pulling a tooth / my child has a toothache / does teeth cleaning hurt / how long does it take to straighten teeth
concert tickets
演唱会门票怎么抢 / 演唱会取消了票怎么退 / 演唱会的座位在哪里 / 可以把演唱会的票转给朋友吗 / 演唱会几点入场
how do i get concert tickets / the concert is cancelled how do i return the tickets / where is my seat at the concert / can i give my concert ticket to a friend / what time can we enter the concert
moving house
搬家公司怎么收费 / 搬家能周末来吗 / 搬家有没有送纸箱 / 搬家时东西摔坏了赔吗 / 请帮我预约搬家
what do you charge for moving house / can the movers come on a weekend / do i get boxes for moving / do you pay if something breaks during the move / please book movers for me
sunglasses
太阳镜能配度数吗 / 这副太阳镜防紫外线吗 / 太阳镜的镜片刮花了 / 太阳镜有没有儿童款 / 太阳镜打折吗
can i get prescription sunglasses / do these sunglasses protect against uv / the lens of my sunglasses is scratched / do you have sunglasses for children / are sunglasses on sale
drones
无人机能在这里飞吗 / 无人机要登记吗 / 无人机电池能飞多久 / 我的无人机掉水里了 / 无人机拍照清楚吗
may i fly a drone here / does a drone have to be registered / how long does a drone battery fly / my drone fell into the water / how sharp are the photos of the drone
`

/** All matters. */
export const ASKED_MATTERS: readonly AskedMatter[] = LINES.trim()
  .split('\n')
  .reduce<AskedMatter[]>((matters, line, at) => {
    const parts = line.split(' / ')
    const last = matters.at(-1)
    if (at % 3 === 0) matters.push({ name: line, zh: [], en: [] })
    else if (last) matters[matters.length - 1] = { ...last, [at % 3 === 1 ? 'zh' : 'en']: parts }
    return matters
  }, [])
