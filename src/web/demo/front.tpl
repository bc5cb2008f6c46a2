<!doctype html>
<html lang="{{page.lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="description" content="{{page.description}}">
<meta name="robots" content="noindex">
<meta name="theme-color" content="#f4f8f7" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0f1617" media="(prefers-color-scheme: dark)">
<title>{{page.title}}</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="demo.css">
<script src="widget.js" data-lang="{{page.code}}" defer></script>
<script src="demo.js" defer></script>
</head>
<body>
<a class="skip" href="#content">{{page.skip}}</a>
<header class="site">
  <div class="wide">
    <a class="logo" href="?lang={{page.code}}" aria-label="{{page.home}}">
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><circle class="logo-sun" cx="16" cy="11" r="6"/><path class="logo-wave" d="M3 19c4.3-3.6 8.7-3.6 13 0s8.7 3.6 13 0M3 25.5c4.3-3.6 8.7-3.6 13 0s8.7 3.6 13 0"/></svg>
      <span>{company.name}</span>
    </a>
    <nav aria-label="{{nav.label}}">
      <a href="#plans">{{nav.plans}}</a>
      <a href="#home">{{nav.home}}</a>
      <a href="#roaming">{{nav.roaming}}</a>
      <a href="#help">{{nav.help}}</a>
    </nav>
    <a class="language" href="?lang={{page.other}}" lang="{{page.switch_lang}}" hreflang="{{page.switch_lang}}" aria-label="{{page.switch}}: {{page.switch_label}}">{{page.switch}}</a>
  </div>
</header>
<main id="content">
  <section class="hero">
    <svg class="river" viewBox="0 0 1440 420" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <circle class="sun-glow" cx="1080" cy="170" r="150"/>
      <circle class="sun" cx="1080" cy="170" r="78"/>
      <path class="hill-far" d="M0 300 C 180 210 330 190 520 262 C 690 325 800 200 990 214 C 1160 226 1290 280 1440 232 V420 H0Z"/>
      <path class="hill-near" d="M0 340 C 220 270 400 300 610 330 C 830 362 1010 268 1210 288 C 1310 298 1390 318 1440 330 V420 H0Z"/>
      <path class="water-1" d="M0 356 C 120 338 240 338 360 356 S 600 374 720 356 S 960 338 1080 356 S 1320 374 1440 356 V420 H0Z"/>
      <path class="water-2" d="M0 380 C 120 364 240 364 360 380 S 600 396 720 380 S 960 364 1080 380 S 1320 396 1440 380 V420 H0Z"/>
      <path class="water-3" d="M0 404 C 120 392 240 392 360 404 S 600 416 720 404 S 960 392 1080 404 S 1320 416 1440 404 V420 H0Z"/>
    </svg>
    <div class="wide">
      <h1>{{hero.title}}</h1>
      <p>{{hero.text}}</p>
      <div class="calls">
        <a class="primary" href="#plans">{{hero.plans}}</a>
        <button type="button" class="secondary" data-ask="">{{hero.ask}}</button>
      </div>
    </div>
  </section>
  <ul class="facts wide">
    <li>{{hero.fact_data}}</li>
    <li>{{hero.fact_install}}</li>
    <li>{{hero.fact_notice}}</li>
  </ul>
  <section class="wide" id="plans" aria-labelledby="plans-title">
    <h2 id="plans-title">{{plans.title}}</h2>
    <p class="lead">{{plans.text}}</p>
    <div class="plans">
      <article class="plan">
        <h3>{plan.lite.name}</h3>
        <p class="for">{{plans.lite_for}}</p>
        <p class="price">{{plans.currency}}<strong>{plan.lite.price}</strong> {{plans.unit}}</p>
        <ul><li><b>{plan.lite.data}</b> {{plans.gb}}</li><li><b>{plan.lite.minutes}</b> {{plans.minutes}}</li><li>{{plans.texts}}</li></ul>
        <button type="button" class="secondary" data-ask="{{plans.lite_ask}}">{{plans.choose}}<span class="unseen"> {plan.lite.name}</span></button>
      </article>
      <article class="plan best">
        <p class="ribbon">{{plans.best}}</p>
        <h3>{plan.basic.name}</h3>
        <p class="for">{{plans.basic_for}}</p>
        <p class="price">{{plans.currency}}<strong>{plan.basic.price}</strong> {{plans.unit}}</p>
        <ul><li><b>{plan.basic.data}</b> {{plans.gb}}</li><li><b>{plan.basic.minutes}</b> {{plans.minutes}}</li><li>{{plans.texts}}</li></ul>
        <button type="button" class="primary" data-ask="{{plans.basic_ask}}">{{plans.choose}}<span class="unseen"> {plan.basic.name}</span></button>
      </article>
      <article class="plan">
        <h3>{plan.plus.name}</h3>
        <p class="for">{{plans.plus_for}}</p>
        <p class="price">{{plans.currency}}<strong>{plan.plus.price}</strong> {{plans.unit}}</p>
        <ul><li><b>{plan.plus.data}</b> {{plans.gb}}</li><li><b>{plan.plus.minutes}</b> {{plans.minutes}}</li><li>{{plans.texts}}</li></ul>
        <button type="button" class="secondary" data-ask="{{plans.plus_ask}}">{{plans.choose}}<span class="unseen"> {plan.plus.name}</span></button>
      </article>
      <article class="plan">
        <h3>{plan.max.name}</h3>
        <p class="for">{{plans.max_for}}</p>
        <p class="price">{{plans.currency}}<strong>{plan.max.price}</strong> {{plans.unit}}</p>
        <ul><li><b>{plan.max.data}</b> {{plans.gb}}</li><li><b>{plan.max.minutes}</b> {{plans.minutes}}</li><li>{{plans.texts}}</li></ul>
        <button type="button" class="secondary" data-ask="{{plans.max_ask}}">{{plans.choose}}<span class="unseen"> {plan.max.name}</span></button>
      </article>
    </div>
    <dl class="small-plans">
      <div><dt>{plan.student.name}</dt><dd>{{plans.student_text}}</dd></div>
      <div><dt>{plan.senior.name}</dt><dd>{{plans.senior_text}}</dd></div>
      <div><dt>{{plans.family}}</dt><dd>{{plans.family_text}}</dd></div>
    </dl>
  </section>
  <div class="wide halves">
    <section id="home" aria-labelledby="home-title">
      <h2 id="home-title">{{home.title}}</h2>
      <p class="lead">{{home.text}}</p>
      <dl class="table">
        <div><dt><b>{home.f300.speed}</b> {{home.speed}}</dt><dd>{{plans.currency}}<b>{home.f300.price}</b> {{home.per_month}}</dd></div>
        <div><dt><b>{home.f500.speed}</b> {{home.speed}}</dt><dd>{{plans.currency}}<b>{home.f500.price}</b> {{home.per_month}}</dd></div>
        <div><dt><b>{home.f1000.speed}</b> {{home.speed}}</dt><dd>{{plans.currency}}<b>{home.f1000.price}</b> {{home.per_month}}</dd></div>
      </dl>
      <p class="aside">{{home.tv}}</p>
    </section>
    <section id="roaming" aria-labelledby="roaming-title">
      <h2 id="roaming-title">{{roaming.title}}</h2>
      <p class="lead">{{roaming.text}}</p>
      <dl class="table">
        <div><dt>{{roaming.hmt}}</dt><dd>{{roaming.hmt_text}}</dd></div>
        <div><dt>{{roaming.asia}}</dt><dd>{{roaming.asia_text}}</dd></div>
        <div><dt>{{roaming.world}}</dt><dd>{{roaming.world_text}}</dd></div>
      </dl>
    </section>
  </div>
  <section class="help" id="help" aria-labelledby="help-title">
    <div class="wide">
      <h2 id="help-title">{{help.title}}</h2>
      <p class="lead">{{help.text}}</p>
      <h3>{{help.chips}}</h3>
      <ul class="chips">
        <li><button type="button" data-ask="{{help.ask_1}}">{{help.ask_1}}</button></li>
        <li><button type="button" data-ask="{{help.ask_2}}">{{help.ask_2}}</button></li>
        <li><button type="button" data-ask="{{help.ask_3}}">{{help.ask_3}}</button></li>
        <li><button type="button" data-ask="{{help.ask_4}}">{{help.ask_4}}</button></li>
        <li><button type="button" data-ask="{{help.ask_5}}">{{help.ask_5}}</button></li>
        <li><button type="button" data-ask="{{help.ask_6}}">{{help.ask_6}}</button></li>
      </ul>
      <dl class="ways">
        <div><dt>{{help.hotline}}</dt><dd><b>{company.hotline.number}</b>{company.hotline.hours}</dd></div>
        <div><dt>{{help.lost}}</dt><dd><b>{company.hotline.lost}</b>{company.hotline.night}</dd></div>
        <div><dt>{{help.stores}}</dt><dd><b>{{help.stores_count}}</b>{company.store.hours}</dd></div>
      </dl>
    </div>
  </section>
</main>
<footer class="site">
  <div class="wide">
    <p>{{footer.demo}}</p>
    <p><a href="demo/inbox?lang={{page.code}}" target="_blank">{{footer.inbox}}</a></p>
    <p><a href="privacy?lang={{page.code}}">{{footer.privacy}}</a></p>
  </div>
</footer>
</body>
</html>
