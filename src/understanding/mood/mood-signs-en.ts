/** English phrases that carry no mood alone: degrees, negations, trouble, what came back, thanks, and what only looks like a mood. */
import type { Degrees, Signs } from './mood-marks.ts'

export const ENGLISH_DEGREES: readonly Degrees[] = [
  {
    factor: 1.5,
    phrases: `very,extremely,absolutely,totally,completely,incredibly,super,utterly,deeply,beyond,so so,such an,such a,thoroughly,massively,hugely,immensely,mega`,
  },
  {
    factor: 1.25,
    phrases: `so,really,truly,quite,too,bloody,pretty,more and more,proper,well and truly,rather,increasingly,just so`,
  },
  {
    factor: 0.7,
    phrases: `a bit,bit,a little,slightly,somewhat,kind of,kinda,sort of,sorta,a tad,a touch,mildly`,
  },
]

export const ENGLISH_SIGNS: readonly Signs[] = [
  {
    kind: 'plain',
    phrases: `happy to,much better for me,snail mail,better for me,need a quick reply,a quick response needed,not a complaint,no other complaints,no complaint just,no complaints just,just feedback,give feedback,copy and paste the,how do i copy,hide the caller,hide the number,how to hide,the worst plan,so long,so long bye,just a question,worst plan,professional plan,professional package,professional installation,professional account,professional number,hung up my,about time to,rubbish away,the rubbish,take the rubbish,took the rubbish,a lot of data,boiling water,typical bill,typical usage,typical speed,typical speeds,typical month,swear jar,as usual i,business as usual,is that fair use,no thanks,no thank you,pretty little liars,smooth sailing,shameless series,which plan sucks,sucks up,hate to be,do i hate,hard drive,too long to,so long as,as long as,how long,long distance,oh no problem,oh no worries,good one for,i guess i need,i guess i should,i guess i could,ah ok,ah okay,ah i see,ah right,ah the number,steady income,round of golf,how stressful,first class stamp,first class post,painful bill shock,killer deal,tell me a joke,tell me another joke,outstanding balance,outstanding amount,outstanding bill,outstanding payment,very good morning,super fast package,super fast broadband,smart tv,fixed it myself,do you love me,do you love,are you happy,going so fast,lawyer needs,no answer forwarding,happy with whatever,glad to,love to,pleased to,good morning,good afternoon,good evening,good night,good day,good deal,great day,great wall,great weekend,great britain,good deals,great deal,great deals,good plan,good plans,good offer,good offers,great offers,sounds good,good enough,good for,good idea,good time,good signal,good coverage,good price,good phone,good internet,nice to meet you,
      nice day,nice weekend,nice number,not sure,not only,why not,if not,or not,whether or not,not yet,no problem,no problems,no worries,no rush,no hurry,no issue,not an issue,not complaining,am not complaining,not urgent,not angry at,hate to bother you,hate to ask,hate to bother,hate to be a pain,hate to trouble,bad luck,not bad luck,not too bad,my bad,perfect ok,cool down,slow down,cool off,off peak,off the,turn off,turned off,switch off,switched off,
      log off,sign off,take off,percent off,down payment,download,downloads,downloaded,write down,cut down,calm down,happy birthday,happy new year,happy christmas,down to,pay down,dead zone,dead zones,dead spot,like to,would like,i would like it,i like to,fine print,angry birds,angry birds on,mad men,breaking bad,so far,so that,so what,so can,so how,so i,so is,so do,super app,too many characters,still have,still use,still pay,still get,still need,still under,still want,still in contract,still keep,
      bad debt,bad credit,bad weather,how bad is,how bad,complaint number,complaints number,complaint status,complaint form,complaints form,complaint letter,complaints department,complaints team,complaint department,complaint reference,a complaint,make a complaint,file a complaint,lodge a complaint,raise a complaint,my complaint,complaints,complaints take,complaint take,how to complain,how do i complain,how can i complain,where do i complain,where can i complain,complaint procedure,smooth handover,any good,thank you note,thanks in advance,
      thank you in advance,poor signal,poor wifi,poor reception,poor coverage,slow internet,slow wifi,slow speed,slow speeds,a joke please,me a joke,another joke,worst case,at worst,worst that happens,the worst that,worst that could,worst that can,annoying pop,annoying calls,annoying call,annoying ads,annoying ad,annoying texts,annoying text,annoying notifications,annoying caller,annoying callers,annoying sms,annoying popups,stop annoying,junk texts,junk mail,junk folder,spam calls,spam texts,scam text,scam texts,scam call,scam calls,
      scam message,scam messages,scam email,scam emails,a scam or,scam or real,is this a scam,it a scam,is it a scam,report a scam,scam website,how it works,how this works,how that works,how it all works,it works abroad,it works in,works in,works with,works on,works abroad,works for,better plan,better deal,better price,better offer,better signal,better phone,better coverage,better network,best plan,best deal,best price,best offer,best time,best way,best phone,best network,best network in,love island,love film,mint mobile,sweet spot,class action,neat way,solid state,magic trackpad,cool box,
      fast charging,fast charger,fast track,fast lane,fast delivery,fast internet,fast plan,fast is,fast can,quick question,quick one,quick query,quickly,easy way,easy payment,easy pay,clear cache,clear history,clear my,clear the,all clear,useful life,fair usage,fair use,wicked the,recommend me,recommended,recommend a,do you recommend,would you recommend,can you recommend,recommend for,would recommend for,which would recommend,amazing race,perfect pitch,wonderful world,genius bar,a star wars,star wars,star trek,star sports,enjoy plan,
      late fee,late fees,cancellation fee,wrong password,wrong pin,wrong number,wrong top up,top up sent,not complain,cut off date,cut off time,happy hour,glad wrap,cool with,ok cool,how fast,how quick,how easy,how smooth,how good,how reliable,is it good,is it any good,is it reliable,is it fast,is it easy,damn small,the shit,idiot proof,for dummies,pig,pants size,classes,shut down,shut off,shut up shop,robbery insurance,fraud team,fraud department,report fraud,ruined in the wash,rude words,
      to court fee,on hold music,put on hold,put my account on hold,put my line on hold,line on hold,account on hold,plan on hold,service on hold,number on hold,contract on hold,order on hold,on hold while,hold my,suspended,moving to a,moving to my,moving house,moving home,moving to the,moving to new,switching to you,switching to your,switching to a bigger,switching to the,switching to prepaid,switching to 5g,switching to esim,switching to fibre,switching to fiber,apparently i need,supposed to do,supposed to pay,supposed to go,supposed to press,am i supposed,fail over,failover,fails to load,
      failed direct,failed payment,regret policy,weak signal,weak wifi,hostage film,confused about,confused,honestly speaking,upset stomach,for real madrid,rot13,old people,no answer from the phone,answer phone,no answer machine,all day pass,all day data,open all day,all day long,all day support,every time i travel,every time i pay,broke my phone,broke my screen,broke my sim,broke my leg,lost my phone,lost my sim,lost my sim card,lost my pin,lost my password,lost my card,lost my job,lost my number,lost my contacts,lost my bill,lost my wallet,lost my puk,lost my handset,
      lost my remote,lost my device,lost my iphone,lost my samsung,lost my router,lost my code,lost my receipt,lost my username,lost my login,lost my mobile,lost my bag,by mistake can,by mistake how,by mistake refund,hurry up and,buffering mean,what is buffering,price increase in,price increase when,price rise when,cheats for,hate speech,hate mail,thief stole,thief took,criminals who,scammers call,scammers who,scammers got,scammers pretending,scammers are calling,to scammers,by scammers,from scammers,block scammers,stop scammers,stop criminals,damned,dumb phone,dumb tv,weary legs`,
  },
  {
    kind: 'not',
    phrases: `not,never,hardly,barely,neither,nor,without,far from,anything but,no longer,cannot,less than,not exactly,not really,not very,not that,not at all,nothing,no,is not,was not,nowhere near,scarcely,aint,ain,not particularly,not overly,not entirely,not much`,
  },
  {
    kind: 'trouble',
    phrases: `outage,higher again,never subscribed,messed up,mess up,no answer,no reply,overcharge,overcharged,overcharging,overcharge me,double charged,charged me twice,charge me twice,charged me double,billed me twice,without permission,without consent,without my consent,without my permission,without my knowledge,never agreed,never ordered,never asked for,never signed up for,did not agree to,did not order,did not ask for,on hold,keeps dropping,keep dropping,keeps crashing,keep crashing,keeps cutting,keeps disconnecting,keeps failing,keeps freezing,keeps buffering,keeps going down,keeps losing,keeps stopping,drops every,drops out every,spinning wheel,buffering,cut off my,never came,never arrived,never turned up,by mistake,crawling,outages,not working,does not work,do not work,did not work,stopped working,down,dropped,dropping,drops,dropouts,drop outs,disconnected,disconnects,disconnection,disconnecting,no signal,no internet,no wifi,no service,no phone,no tv,no connection,no dial tone,broken,crashed,crashes,crash,crashing,cut off,an error,error,errors,wrong bill,wrong,dead,lag,lagging,lags,freezes,freezing,frozen,glitch,glitches,glitchy,stuck,slow,offline,lost signal,
      late,delayed,delay,delays,cancelled,canceled,failed,failing,fails,failure,faulty,fault,on the blink,blackout,no bars,one bar,signal is gone,gone,timed out,refused,rejected,declined,deactivated,suspended again,missing,lost,blocked,locked out,out of service,out of order,half a,queue,can not log in,can not connect,can not call,can not get,would not load`,
  },
  {
    kind: 'cost',
    phrases: `fee,price hike,price hikes,price rise,fees,charge,charges,charged,charging,cost me,bill,bills,billed,price,prices,paying,my money,twice,double`,
  },
  {
    kind: 'again',
    phrases: `again,still,once more,second time,for the second time,always,constantly,constant,continually,continuously,every day,everyday,all the time,nonstop,non stop,repeatedly,repeated`,
  },
  {
    kind: 'odd',
    phrases: `nobody,no one,none,instead,someone else,somebody else,different,only,just to,almost,at midnight,in the middle of the night,at 3am,at 6am,at 2am,before midnight,calling me,so i have to,so i had to,so i took,so i get to,now i get,now i have to,now i can,now i need to,from the beginning,from the start,all over,zero,minutes,hours,weeks,months,times,hold music,music,survey,surveys,script,menu,maze,restart,reboot,in the middle of,during my,right before,right when,just before,just when,just as,exam,meeting,christmas,interview,deadline,day off,anyway,whoever,four,fourteen,14th,to get,out of,rating,stars,another,waiting,wait,bots,five,six,seven,1998,1999,dial up,upgrade,upgraded,technical issue,scheduled maintenance,maintenance`,
  },
  {
    kind: 'solved',
    phrases: `back on,fixed,fixed now,resolved,sorting,sorting that,fixing,resolving,finally,restored,refunded,replaced,helping,help,helped,got it back,cleared up,explained,explaining,quickly fixed,worked,your patience,your time,for letting me,for the info,for the quick,for being,for your help`,
  },
  {
    kind: 'but',
    phrases: `but,however,though,although,yet,except,apart from,other than,despite,only issue,only problem`,
  },
  {
    kind: 'thanks',
    phrases: `thanks,thank you,thankyou,thank,thx,thnx,thanx,tnx,tks,tq,tyvm,tysm,thnks,cheers,ty,ta,gracias,merci,danke,arigato`,
  },
  {
    kind: 'filler',
    phrases: `ok,okay,okey,k,kk,alright,all right,right,got it,i see,understood,mate,guys,guy,bro,buddy,pal,friend,friends,folks,team,everyone,all,dear,sir,madam,miss,man,dude,bot,bye,goodbye,see you,see ya,later,ttyl,bye bye,then,now ok,for now,that is all,that 's all,that is it,that 's it,very much,a lot,a bunch,again then,and,you,oh,ah,aha,yes,yeah,yep,yup,sure,fine,alrighty,cool beans,hi,hello,hey,i,am,for the,for that,for your,for this,reply,response,answer,info,information,x,xx,xxx,much,loads,tons,heaps,the,a,your,my,have`,
  },
]
