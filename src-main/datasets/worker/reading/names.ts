/**
 * @file What the name of a column says of it, in the languages that files come in. Names are taken apart at spaces,
 * marks and capitals (`PassengerId`, `kunden_nr`, `Is Spam`), without accents; Chinese, Japanese and Korean ones, which
 * have no spaces, by how they end.
 */

/** `CustomerID` is `customer`, `id`. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#°]+/u)
    .filter((word) => word !== '');
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** The row number that a program writes; a header without a name becomes `column 1`. */
const ROW_NUMBERS =
  /^(unnamed(: ?\d+.*)?|__index_level_\d+__|level_\d+|index|idx|row|rows|row[_ .]?(id|idx|index|num|number|names?|no|nr)|_?row_?id_?|x\.\d+|\.\.\.1|lfd[._ ]*(nr|nummer)?\.?|pos\.?|s\.? ?no\.?|sl\.? ?no\.?|nr\.?|no\.?|n[°º]|#|序号|行号|连番|連番|通し番号|순번)$/i;
const UNNAMED = /^column \d+$/;

const ID_WORDS = set(
  'id ids uid uuid guid pk oid key idx index serial seq sequence hash sha sha1 sha256 md5 isbn issn ean ssn iban ' +
    'kennung schlussel identifier identifiant identificador identificativo matricule matricula folio ид номер id号',
);
/** Of an id where they end a name: `order no`, `Kunden-Nr.`; at its start they count something (`num_rooms`). */
const NUMBER_WORDS = set(
  'no nr num number nummer numero numer nbr номер ref reference referenz referencia account konto compte cuenta',
);
const OWNERS =
  'user|customer|client|order|product|item|session|patient|student|employee|passenger|object|movie|transaction|device|account|member|post|' +
  'tweet|comment|doc|document|record|row|case|sample|person|subject|event|message|ticket|invoice|store|page|image|file|question|answer|article|' +
  'company|vehicle|trip|booking|visit|claim|policy|loan|card|merchant|property|listing|house|job|task|node|track|song|book|game|player|team';
const COMPOUND_ID = new RegExp(
  `^(?:${OWNERS})(?:id|no|nr|num)$|(?:kunden|personal|artikel|auftrags|bestell|rechnungs|matrikel|vertrags|konto|beleg|klant|order|serie|serien|mitglieds|lauf)(?:nr|nummer|nummern)$`,
);
const EAST_ASIAN_ID =
  /(编号|序号|号码|流水号|单号|订单号|学号|工号|客户号|账号|身份证号|编码|标识|番号|連番|번호|아이디|ＩＤ)$|\p{Script=Han}id$/u;

/** Things that are measured or counted along, and often stand in order: they may look like running numbers. */
const MEASURED = set(
  'x y z t lat lon latitude longitude time zeit temps tiempo tempo date day days tag tage jour jours dia dias week weeks woche month months monat mois mes year years ' +
    'jahr annee ano anno hour hours stunde heure hora minute minutes second seconds sec ms epoch epochs step age alter edad eta idade income salary wage ' +
    'price preis prix precio amount betrag montant total count size length width height depth distance weight temperature temp pressure speed voltage ' +
    'dose angle degree score rating level rank position value wert valeur valor percent pct rate cost entry area rooms floor floors floornumber quantity qty ' +
    'sales rent miete loyer power current frequency energy concentration год возраст',
);
const EAST_ASIAN_MEASURED =
  /(年|月|日|时间|小时|年龄|价格|金额|数量|温度|面积|时刻|年齢|価格|金額|時間|나이|가격|시간)$/u;

/** Sequences of a value whose name tells nothing of what they are. */
export const isUnnamed = (name: string): boolean => UNNAMED.test(name);

/** Whether a name is that of the running number which programs put before rows. */
export const isRowNumberName = (name: string): boolean => ROW_NUMBERS.test(name.trim());

/** Whether a name is one of keys: `id`, `customer_id`, `PassengerId`, `Kundennummer`, `订单编号`. */
export function isIdName(name: string): boolean {
  const words = wordsOf(name);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (words.length > 1 && NUMBER_WORDS.has(last)) return true;
  return (
    ID_WORDS.has(last) ||
    first === 'id' ||
    COMPOUND_ID.test(words.join('')) ||
    EAST_ASIAN_ID.test(name.toLowerCase())
  );
}

/** Whether a name is one of a quantity, so that even a column that counts up is no running number. */
export function isMeasureName(name: string): boolean {
  const words = wordsOf(name);
  const bare = words.map((word) => word.replace(/\d+$/, ''));
  return bare.some((word) => MEASURED.has(word)) || EAST_ASIAN_MEASURED.test(name);
}

const AMOUNTS = set(
  'price prices wage wages salary income revenue sales cost costs charges rent amount total count number quantity qty age year years days hours minutes rooms ' +
    'cylinders kids children preis preise miete gehalt lohn einkommen umsatz kosten betrag summe anzahl alter menge jahr prix loyer salaire revenu cout montant ' +
    'nombre precio alquiler salario sueldo ingreso coste costo monto importe cantidad edad prezzo affitto stipendio preco aluguel valor value medv',
);
const EAST_ASIAN_AMOUNTS =
  /(价格|价|工资|薪资|收入|金额|租金|销量|销售额|数量|年龄|成本|価格|家賃|年収|金額|売上|数量|年齢|가격|금액|임대료|매출)$/u;

/** Whether whole numbers under a name are an amount and not the numbers of classes. */
export function isAmountName(name: string): boolean {
  return wordsOf(name).some((word) => AMOUNTS.has(word)) || EAST_ASIAN_AMOUNTS.test(name);
}

const TARGETS = set(
  'target targets label labels class classes klasse klassen classe clase clases etiqueta etiquette etikett ziel zielwert zielvariable cible objetivo obiettivo ' +
    'outcome groundtruth metka метка класс',
);
const EAST_ASIAN_TARGETS =
  /(标签|标记|类别|分类|目标|目标值|ラベル|クラス|目的変数|分類|라벨|레이블|분류|클래스)$/u;
const OTHER_TARGETS = set(
  'response category categories kategorie kategorien categorie categoria species diagnosis survived churn churned exited attrition default quality sentiment spam ' +
    'intent topic price wage wages salary income preis gehalt prix salaire precio salario saleprice medv charges fraud isfraud result',
);
const EAST_ASIAN_OTHERS =
  /(价格|房价|工资|结果|情感|意图|価格|カテゴリ|カテゴリー|感情|結果|가격|카테고리|감정|결과)$/u;

/** How clearly a name is that of what is to be predicted: 3 says so (`label`), 2 is `y`, 1 often is (`price`), 0 says nothing. */
export function targetRank(name: string): 0 | 1 | 2 | 3 {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (TARGETS.has(last) || TARGETS.has(words.join('')) || EAST_ASIAN_TARGETS.test(name)) return 3;
  if (words.length === 1 && last === 'y') return 2;
  return OTHER_TARGETS.has(last) ||
    (words[0] === 'is' && OTHER_TARGETS.has(words[1] ?? '')) ||
    EAST_ASIAN_OTHERS.test(name)
    ? 1
    : 0;
}

const LABELS = set(
  'category categories kategorie kategorien categorie categoria tag tags topic thema theme tema sentiment stimmung sentimiento emotion emotions intent intents intention spam isspam ' +
    'type typ tipo kind art rubrik rubrique genre v1 polarity stance toxic hate verdict rating stars sterne priority queue department abteilung 결과',
);
const EAST_ASIAN_LABELS =
  /(类型|主题|情感|情绪|意图|评分|种类|カテゴリ|カテゴリー|感情|種類|評価|分類|카테고리|감정|유형)$/u;

/** How clearly a name is that of the label of texts: 4 says so, 3 is `y`, 2 and 1 often are, 0 says nothing. */
export function labelRank(name: string): 0 | 1 | 2 | 3 | 4 {
  const rank = targetRank(name);
  if (rank === 3) return 4;
  if (rank === 2) return 3;
  if (rank === 1 && !isAmountName(name)) return 2;
  const words = wordsOf(name);
  const known = LABELS.has(words.at(-1) ?? '') || LABELS.has(words.join('')) || EAST_ASIAN_LABELS.test(name);
  return known ? 1 : 0;
}

const TEXTS = set(
  'text texts texte texto testo tekst message messages msg nachricht nachrichten mensaje mensajes mensagem messaggio content contents inhalt contenu contenido body corps cuerpo sms mail email ' +
    'review reviews rezension bewertungstext resena avis comment comments kommentar commentaire comentario sentence sentences satz phrase frase oracion document doc utterance query question frage pregunta ' +
    'tweet post article artikel description beschreibung descripcion summary abstract transcript prompt statement v2 текст сообщение отзыв',
);
const EAST_ASIAN_TEXTS =
  /(文本|内容|正文|消息|短信|评论|句子|留言|描述|问题|本文|テキスト|文章|メッセージ|コメント|レビュー|質問|텍스트|내용|문장|메시지|리뷰|댓글)$/u;
const WEAK_TEXTS = set(
  'title titel titre titulo subject betreff objet asunto headline note notes notiz bemerkung remark remarks reason',
);
/** Short texts that name somebody or something, or say where. */
const NAMES = set(
  'name names vorname nachname nom prenom nombre apellido address adresse direccion street strasse city owner author customer kunde client cliente user username host ' +
    'url link path file filename ticket phone telefon country land code id 姓名 名称 地址 名前 住所 이름 주소',
);

/** How clearly a name is that of texts: 2 says so (`message`), 1 may (`title`), 0 says nothing, -1 says otherwise (`name`). */
export function textRank(name: string): -1 | 0 | 1 | 2 {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (isIdName(name)) return -1;
  if (TEXTS.has(last) || EAST_ASIAN_TEXTS.test(name)) return 2;
  if (WEAK_TEXTS.has(last) || name.endsWith('标题') || name.endsWith('タイトル')) return 1;
  return NAMES.has(last) || /(姓名|名称|地址|名前|住所|이름|주소)$/u.test(name) ? -1 : 0;
}

const FACTS = set(
  'language lang sprache langue idioma lingua locale country land pays pais region date datum fecha data day time timestamp created createdat updated source quelle origen channel kanal ' +
    'platform device user username customer kunde client cliente author autor split fold partition version status state 语言 语种 日期 时间 国家 来源 渠道 客户 作者 言語 日付 国 언어 날짜',
);

/** Whether a name is that of a fact about a text: its language, its date, who wrote it; not what it is labeled with. */
export function isFactName(name: string): boolean {
  const words = wordsOf(name);
  return (
    FACTS.has(words.at(-1) ?? '') ||
    FACTS.has(words.join('')) ||
    /(语言|语种|日期|时间|国家|来源|渠道|客户|言語|日付)$/u.test(name)
  );
}
