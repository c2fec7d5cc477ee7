/** @file For tests and benches: what people write to a shop in many languages, as files in the encodings of each. */
import { decoderFor } from './decoding.ts';
import { encode } from './encode.fixture.ts';

interface LanguageText {
  readonly language: string;
  readonly sentences: readonly string[];
  /** As decoding.ts calls them. */
  readonly encodings: readonly string[];
}

const WESTERN = ['windows-1252', 'iso-8859-15', 'macintosh', 'ibm437', 'ibm850'];
const CENTRAL = ['windows-1250', 'iso-8859-2', 'ibm852'];
const CYRILLIC = ['windows-1251', 'koi8-u', 'iso-8859-5', 'x-mac-cyrillic'];

const TEXTS: readonly LanguageText[] = [
  {
    language: 'German',
    encodings: WESTERN,
    sentences: [
      'Guten Tag, die Lieferung kam gestern leider mit zerbrochenem Glas bei uns an.',
      'Können Sie mir bitte schnellstmöglich eine Rückmeldung geben?',
      'Ich hätte gern für die Größe 42 einen Umtausch, die Schuhe drücken überall.',
      'Über den freundlichen Kundendienst haben wir uns wirklich sehr gefreut.',
      'Das Gerät läuft nicht mehr, obwohl ich es täglich nur fünf Minuten benutze.',
      'Bitte ändern Sie meine Anschrift: Mühlenstraße 7, früher Schäferweg.',
    ],
  },
  {
    language: 'French',
    encodings: WESTERN,
    sentences: [
      'Bonjour, la commande reçue hier était incomplète, il manque la théière.',
      'Où puis-je télécharger la facture de février ? Je ne la trouve plus.',
      'Très bonne qualité, même si le délai de livraison a été un peu long.',
      'Le garçon du magasin nous a aidés très gentiment à échanger la lampe cassée.',
      'Je préfère être remboursée plutôt que de recevoir un modèle différent.',
      'L’été dernier, l’appareil fonctionnait déjà mal à cause de la chaleur.',
    ],
  },
  {
    language: 'Spanish',
    encodings: WESTERN,
    sentences: [
      'Buenos días, el paquete llegó ayer con la caja rota y faltaba una pieza pequeña.',
      '¿Cuándo recibiré el dinero de la devolución? Ya pasó más de un mes.',
      'El niño está muy contento con el balón, aunque el color no es el que pedí.',
      'La atención al cliente fue rápida y también muy amable por teléfono.',
      'Quería cambiar la dirección del envío, porque mañana me voy a otra ciudad.',
      'Según la página debía costar menos; ¡así no vuelvo a comprar aquí!',
    ],
  },
  {
    language: 'Polish',
    encodings: CENTRAL,
    sentences: [
      'Dzień dobry, przesyłka dotarła wczoraj, ale szklanka była zupełnie potłuczona.',
      'Proszę o jak najszybszą odpowiedź, ponieważ chciałbym zwrócić buty.',
      'Obsługa była bardzo miła i pomogła mi wybrać właściwą część.',
      'Kiedy otrzymam zwrot pieniędzy? Minął już miesiąc, a konto wciąż puste.',
      'Książka przyszła żółta i mokra, chyba leżała długo na deszczu.',
      'Źle działa też włącznik, trzeba go naciskać kilka razy.',
    ],
  },
  {
    language: 'Czech',
    encodings: CENTRAL,
    sentences: [
      'Dobrý den, zásilka přišla včera, ale sklenice byla úplně rozbitá.',
      'Můžete mi prosím co nejdříve odpovědět? Chtěl bych vrátit ty boty.',
      'Obsluha byla velmi milá a pomohla mi vybrat správný díl.',
      'Kdy dostanu zpět peníze? Už uplynul měsíc a na účtu stále nic není.',
      'Kniha přišla žlutá a mokrá, zřejmě ležela dlouho na dešti.',
      'Špatně funguje i vypínač, je třeba ho zmáčknout několikrát.',
    ],
  },
  {
    language: 'Hungarian',
    encodings: CENTRAL,
    sentences: [
      'Jó napot kívánok, a csomag tegnap megérkezett, de a pohár teljesen összetört.',
      'Kérem, minél előbb válaszoljanak, mert szeretném visszaküldeni a cipőt.',
      'Az ügyfélszolgálat nagyon kedves volt, és segített a megfelelő alkatrészt kiválasztani.',
      'Mikor kapom vissza a pénzt? Már egy hónap eltelt, és még semmi sem érkezett.',
      'A könyv sárgán és nedvesen jött, biztosan sokáig feküdt az esőben.',
      'A kapcsoló sem működik jól, többször is meg kell nyomni.',
    ],
  },
  {
    language: 'Turkish',
    encodings: ['windows-1254'],
    sentences: [
      'Merhaba, dün gelen pakette bardak kırılmıştı ve bir parça eksikti.',
      'Ayakkabıları geri göndermek istiyorum, lütfen en kısa sürede cevap veriniz.',
      'Müşteri hizmetleri çok nazikti ve doğru ürünü seçmeme yardım etti.',
      'Paramı ne zaman geri alacağım? Bir ay geçti, hâlâ hesabımda görünmüyor.',
      'Kitap ıslak ve sararmış olarak ulaştı, galiba uzun süre yağmurda kalmış.',
      'Düğme de iyi çalışmıyor, birkaç kez basmak gerekiyor.',
    ],
  },
  {
    language: 'Greek',
    encodings: ['windows-1253', 'iso-8859-7'],
    sentences: [
      'Καλημέρα σας, το δέμα έφτασε χθες, αλλά το ποτήρι ήταν τελείως σπασμένο.',
      'Θα ήθελα να επιστρέψω τα παπούτσια, παρακαλώ απαντήστε μου σύντομα.',
      'Η εξυπηρέτηση ήταν πολύ ευγενική και με βοήθησε να διαλέξω το σωστό.',
      'Πότε θα πάρω πίσω τα χρήματά μου; Πέρασε ήδη ένας μήνας.',
      'Το βιβλίο ήρθε υγρό και κίτρινο, μάλλον έμεινε ώρα στη βροχή.',
      'Άσχημα δουλεύει και ο διακόπτης, πρέπει να τον πατήσω πολλές φορές.',
    ],
  },
  {
    language: 'Russian',
    encodings: ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'],
    sentences: [
      'Добрый день, посылка пришла вчера, но стакан был совершенно разбит.',
      'Хочу вернуть ботинки, ответьте, пожалуйста, как можно скорее.',
      'Менеджер был очень любезен и помог выбрать нужную деталь.',
      'Когда я получу обратно деньги? Прошёл уже месяц, а на счёте пусто.',
      'Книга пришла мокрая и жёлтая, видимо, долго лежала под дождём.',
      'Плохо работает и выключатель, приходится нажимать несколько раз.',
    ],
  },
  {
    language: 'Ukrainian',
    encodings: CYRILLIC,
    sentences: [
      'Добрий день, посилка прийшла вчора, але склянка була зовсім розбита.',
      'Хочу повернути черевики, дайте, будь ласка, відповідь якнайшвидше.',
      'Менеджер був дуже ввічливий і допоміг вибрати потрібну деталь.',
      'Коли я отримаю гроші назад? Минув уже місяць, а на рахунку порожньо.',
      'Книжка прийшла мокра й жовта, мабуть, довго лежала під дощем.',
      'Погано працює і вимикач, доводиться натискати кілька разів. Її ґудзик теж.',
    ],
  },
  {
    language: 'Hebrew',
    encodings: ['windows-1255', 'iso-8859-8'],
    sentences: [
      'שלום, החבילה הגיעה אתמול אבל הכוס הייתה שבורה לגמרי.',
      'אני רוצה להחזיר את הנעליים, אנא ענו לי בהקדם האפשרי.',
      'השירות היה אדיב מאוד ועזר לי לבחור את החלק הנכון.',
      'מתי אקבל את הכסף בחזרה? כבר עבר חודש ועדיין אין כלום בחשבון.',
      'הספר הגיע רטוב וצהוב, כנראה שכב זמן רב בגשם.',
      'גם המתג לא עובד טוב, צריך ללחוץ עליו כמה פעמים.',
    ],
  },
  {
    language: 'Arabic',
    encodings: ['windows-1256', 'iso-8859-6'],
    sentences: [
      'مرحبا، وصل الطرد أمس لكن الكأس كانت مكسورة تماما.',
      'أريد إعادة الحذاء، أرجو الرد في أسرع وقت ممكن.',
      'كانت خدمة العملاء لطيفة جدا وساعدتني في اختيار القطعة المناسبة.',
      'متى أستعيد نقودي؟ لقد مر شهر كامل ولم يصل شيء إلى حسابي.',
      'وصل الكتاب مبللا وأصفر اللون، يبدو أنه بقي طويلا تحت المطر.',
      'والمفتاح أيضا لا يعمل جيدا، يجب الضغط عليه عدة مرات.',
    ],
  },
  {
    language: 'Vietnamese',
    encodings: ['windows-1258'],
    sentences: [
      'Xin chào, gói hàng đã đến hôm qua nhưng chiếc cốc bị vỡ hoàn toàn.',
      'Tôi muốn trả lại đôi giày, xin vui lòng trả lời sớm nhất có thể.',
      'Nhân viên rất lịch sự và đã giúp tôi chọn đúng bộ phận cần thiết.',
      'Khi nào tôi nhận lại được tiền? Đã một tháng trôi qua rồi.',
      'Quyển sách bị ướt và ngả vàng, chắc là đã nằm lâu dưới mưa.',
      'Công tắc cũng hoạt động kém, phải bấm nhiều lần mới được.',
    ],
  },
  {
    language: 'Thai',
    encodings: ['windows-874'],
    sentences: [
      'สวัสดีค่ะ พัสดุมาถึงเมื่อวานนี้ แต่แก้วแตกหมดเลย',
      'ฉันต้องการคืนรองเท้า กรุณาตอบกลับโดยเร็วที่สุด',
      'พนักงานสุภาพมากและช่วยเลือกอะไหล่ที่ถูกต้องให้',
      'เมื่อไหร่จะได้รับเงินคืน ผ่านมาหนึ่งเดือนแล้ว',
      'หนังสือเปียกและเหลือง คงโดนฝนอยู่นาน',
      'สวิตช์ก็ทำงานไม่ดี ต้องกดหลายครั้ง',
    ],
  },
  {
    language: 'Japanese',
    encodings: ['shift_jis', 'euc-jp', 'iso-2022-jp'],
    sentences: [
      'こんにちは、昨日荷物が届きましたが、グラスが完全に割れていました。',
      '靴を返品したいので、できるだけ早くご返信をお願いいたします。',
      '店員さんはとても親切で、正しい部品を選ぶのを手伝ってくれました。',
      'お金はいつ戻ってきますか。もう一か月たちましたが、まだ入金がありません。',
      '本が濡れて黄色くなっていました。長い間雨に当たっていたようです。',
      'スイッチの調子も悪く、何回も押さなければなりません。',
    ],
  },
  {
    language: 'Korean',
    encodings: ['euc-kr'],
    sentences: [
      '안녕하세요, 어제 택배가 도착했는데 유리컵이 완전히 깨져 있었습니다.',
      '신발을 반품하고 싶으니 가능한 한 빨리 답변 부탁드립니다.',
      '직원분이 아주 친절하게 맞는 부품을 고르도록 도와주셨어요.',
      '환불은 언제 받을 수 있나요? 벌써 한 달이 지났는데 아직 입금되지 않았습니다.',
      '책이 젖고 누렇게 변해서 왔어요. 오랫동안 비를 맞은 것 같습니다.',
      '스위치도 잘 작동하지 않아서 여러 번 눌러야 합니다.',
    ],
  },
  {
    language: 'Chinese, simplified',
    encodings: ['gb18030'],
    sentences: [
      '你好，包裹昨天到了，可是玻璃杯完全碎了，还少了一个零件。',
      '我想退掉这双鞋子，请尽快回复我，谢谢。',
      '客服非常热情，帮我选到了合适的配件。',
      '什么时候能退款？已经过了一个月，账户里还是什么都没有。',
      '书送来的时候又湿又黄，估计在雨里放了很久。',
      '开关也不灵，每次都要按好几下才有反应。',
    ],
  },
  {
    language: 'Chinese, traditional',
    encodings: ['big5'],
    sentences: [
      '你好，包裹昨天到了，可是玻璃杯完全碎了，還少了一個零件。',
      '我想退掉這雙鞋子，請儘快回覆我，謝謝。',
      '客服非常熱情，幫我選到了合適的配件。',
      '什麼時候能退款？已經過了一個月，帳戶裡還是什麼都沒有。',
      '書送來的時候又濕又黃，估計在雨裡放了很久。',
      '開關也不靈，每次都要按好幾下才有反應。',
    ],
  },
];

/** Texts of few bytes beyond ASCII: what a program for texts writes in them by itself, and a sign or two. */
const SHORT: readonly LanguageText[] = [
  {
    language: 'English',
    encodings: ['windows-1252', 'macintosh'],
    sentences: [
      'I don’t know what you’re waiting for, call now.',
      'We’ll send it on Monday at the latest.',
      'It’s been two weeks and I haven’t heard from them.',
      'The box was open and one cup was broken.',
      'You said “free returns”, so please pay for it.',
      'They can’t find my order – again.',
    ],
  },
  {
    language: 'English, one kind of sign',
    encodings: ['windows-1252'],
    sentences: ['I don’t know.', 'Call 5 now for £10 off.', 'She’s here, isn’t she?', 'Nothing to add.'],
  },
  {
    language: 'French, few accents',
    encodings: ['windows-1252'],
    sentences: [
      'J’attends depuis lundi, c’est trop long.',
      'Il n’y a personne au service client.',
      'L’emballage est correct mais l’appareil ne marche pas.',
      'Le prix a encore augmenté de 10 €.',
    ],
  },
  {
    language: 'German, few umlauts',
    encodings: ['windows-1252'],
    sentences: [
      'Das Paket kam an – leider leer.',
      '„Sofort lieferbar“ stand auf der Seite …',
      'Ich bitte um Antwort bis Montag.',
      'Der Preis von 20 € ist zu hoch.',
      'Wie geht’s weiter mit dem Umtausch?',
    ],
  },
];

/** For UTF-8, UTF-16 and UTF-32 any language does. */
const UNICODE = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const;

export interface TextFile {
  readonly language: string;
  /** As decoding.ts calls it. */
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** Files of about so many bytes, in every encoding of every language, three of each. */
export function* textFiles(size: number): Generator<TextFile> {
  for (const { language, sentences, encodings } of TEXTS)
    for (const encoding of [...encodings, ...UNICODE])
      for (const from of [0, 2, 5])
        yield { language, encoding, bytes: encode(rowsOf(sentences, from, size), encoding) };
}

/** Short files of few bytes beyond ASCII, from any sentence on. */
export function* shortFiles(size: number): Generator<TextFile> {
  for (const { language, sentences, encodings } of SHORT)
    for (const encoding of encodings)
      for (const from of sentences.keys())
        yield { language, encoding, bytes: encode(rowsOf(sentences, from, size), encoding) };
}

/** Sentences from a place on, as the rows of a file. */
function rowsOf(sentences: readonly string[], from: number, size: number): string {
  const lines = ['id;text'];
  for (let i = from, length = 0; length < size; i++) {
    const line = `${i};${sentences[i % sentences.length]}`;
    lines.push(line);
    length += line.length;
  }
  return lines.join('\r\n');
}

/** Whether the bytes read in an encoding are the text that was meant; false for one that nobody knows. */
export function readsAsMeant(
  { bytes, encoding }: Pick<TextFile, 'bytes' | 'encoding'>,
  found: string,
): boolean {
  const meant = decoderFor(encoding).decode(bytes);
  try {
    return decoderFor(found).decode(bytes) === meant;
  } catch {
    return false;
  }
}
