<!doctype html>
<html lang="{{page.lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>{{privacy.doc_title}}</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="demo.css">
</head>
<body>
<header class="site">
  <div class="wide">
    <a class="logo" href="./?lang={{page.code}}" aria-label="{{page.home}}"><span>{company.name}</span></a>
    <a class="language" href="?lang={{page.other}}" lang="{{page.switch_lang}}" hreflang="{{page.switch_lang}}" aria-label="{{page.switch}}: {{page.switch_label}}">{{page.switch}}</a>
  </div>
</header>
<main class="wide prose">
  <h1>{{privacy.title}}</h1>
  <p class="lead">{{privacy.intro}}</p>
  <h2>{{privacy.bot_title}}</h2>
  <p>{{privacy.bot_1}}</p>
  <p>{{privacy.bot_2}}</p>
  <h2>{{privacy.stored_title}}</h2>
  <ul>
    <li>{{privacy.stored_1}}</li>
    <li>{{privacy.stored_2}}</li>
    <li>{{privacy.stored_3}}</li>
    <li>{{privacy.stored_4}}</li>
  </ul>
  <h2>{{privacy.browser_title}}</h2>
  <ul>
    <li>{{privacy.browser_1}}</li>
    <li>{{privacy.browser_2}}</li>
    <li>{{privacy.browser_3}}</li>
  </ul>
  <h2>{{privacy.safe_title}}</h2>
  <ul>
    <li>{{privacy.safe_1}}</li>
    <li>{{privacy.safe_2}}</li>
  </ul>
  <h2>{{privacy.erase_title}}</h2>
  <p>{{privacy.erase_1}}</p>
  <p>{{privacy.erase_2}}</p>
  <h2>{{privacy.contact_title}}</h2>
  <p>{{privacy.contact_1}}</p>
  <p>{{privacy.contact_2}}</p>
  <p><a href="./?lang={{page.code}}">{{privacy.back}}</a></p>
</main>
</body>
</html>
