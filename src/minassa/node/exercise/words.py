"""The words from which EXERCISE people, places and organisations are put together.

First names are common ones in several spellings. Family names mean "exercise", "example" or "imaginary" in one of the
languages, so that nobody is named; organisations and places say EXERCISE. Rows: Arabic | French spelling | other spelling.
"""

from dataclasses import dataclass
from typing import Final

_MEN: Final = """
عبد الرحمن|Abderrahmane|Abd al-Rahman
عبد الله|Abdallah|Abdullahi
عبد القادر|Abdelkader|Abdul Qadir
محمد|Mohamed|Muhammadu
أحمد|Ahmed|Amadu
إبراهيم|Ibrahim|Brahim
موسى|Moussa|Musa
عثمان|Ousmane|Usman
يوسف|Youssouf|Yusuf
سليمان|Souleymane|Suleiman
الحسن|Lassana|Al-Hassan
الحسين|Housseini|Hussein
خالد|Khaled|Khalid
صالح|Salah|Saleh
مصطفى|Moustapha|Mustafa
جبريل|Djibril|Jibril
إسماعيل|Ismaïla|Ismail
إدريس|Idriss|Idris
هارون|Harouna|Haruna
يعقوب|Yacouba|Yakubu
عيسى|Issa|Isa
داود|Daouda|Dauda
بكاري|Bakary|Bakari
مامادو|Mamadou|Mamadu
أمادو|Amadou|Hamadou
عمر|Oumar|Umar
علي|Ali|Aliyu
حمزة|Hamza|Hamzah
شعيب|Chouaïb|Shuaibu
طارق|Tarek|Tariq
نور الدين|Noureddine|Nur al-Din
عز الدين|Azzeddine|Izz al-Din
غالي|Ghali|Rhali
أغالي|Aghali|Aghaly
تاديسي|Tadesse|Taddese
كيبيدي|Kebede|Kebbede
جوما|Djouma|Juma
باراكا|Baraka|Baraca
جواو|João|Joao
مانويل|Manuel|Manoel
كوفي|Koffi|Kofi
كوامي|Kouamé|Kwame
"""

_WOMEN: Final = """
فاطمة|Fatima|Fatma
فاطوماتا|Fatoumata|Fatumata
عائشة|Aïcha|Aisha
مريم|Mariam|Maryam
خديجة|Khadija|Hadiza
زينب|Zeinab|Zainab
أميناتا|Aminata|Aminatu
أوا|Awa|Hawa
حليمة|Halima|Halimatu
رقية|Roukaya|Ruqayya
سلمى|Salma|Selma
نورة|Noura|Nura
هاجر|Hadjara|Hajara
بنتو|Bintou|Binta
رمضانة|Ramata|Ramatu
تيجيست|Tigist|Tegest
آنا|Ana|Anna
أما|Ama|Amma
"""

_FAMILIES: Final = """
التمريني|Tamrini|Al-Tamrini
الخيالي|Khayali|Al-Khayali
المثالي|Mithali|al-Mithaly
الافتراضي|Iftiradi|Al-Iftiradi
ولد التمرين|Ould Tamrine|Wuld al-Tamrin
ولد الخيال|Ould Khayal|Wuld al-Khayal
آغ المثال|Ag Mithal|Ag al-Mithal
بن تجربة|Ben Tajriba|Bin Tajribah
التدريبي|Tadribi|Al-Tadribi
ميسالي|Missali|Misali
جرباوا|Djarrabaoua|Jarrabawa
مفانو|Mfano|Mfanoo
زويزي|Zoezi|Zowezi
فيكتيف|Fictif|Fiktif
إكزومبل|Exemple|Egzampl
إماجينير|Imaginaire|Imajiner
إيسانسيو|Essaiou|Isansiyo
ميسالي با|Missali Bah|Misali Ba
مساليا|Missaliya|Masaliya
إيجاركا|Exercício|Exercicio
أسايي|Assayé|Asaye
ديمو|Démo|Demo
لمسيلي|Lemsili|Al-Amsili
لوغوبي|Logobé|Lugoube
تيسباف|Tisbaf|Tisbaff
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One name in three spellings: Arabic, French, and another Latin one."""

    arabic: str
    french: str
    other: str

    def written(self, form: int) -> str:
        """The spelling of this form: 0 Arabic, 1 French, 2 other."""
        return (self.arabic, self.french, self.other)[form]


def _table(text: str) -> tuple[Word, ...]:
    return tuple(Word(*line.split("|")) for line in text.strip().splitlines())


MEN: Final = _table(_MEN)
WOMEN: Final = _table(_WOMEN)
FAMILIES: Final = _table(_FAMILIES)

# What organisations are called: kind of schema, then Arabic | French | English, with a mark for the invented part.
ORGANISATIONS: Final = (
    ("Company", "شركة {} للتجارة (تمرين)", "EXERCISE Société {} de négoce", "EXERCISE {} Trading Company"),
    ("Company", "مؤسسة {} للصرافة (تمرين)", "EXERCISE Bureau de change {}", "EXERCISE {} Exchange Bureau"),
    ("Company", "شركة {} للنقل (تمرين)", "EXERCISE Transports {} SARL", "EXERCISE {} Transport Ltd"),
    ("Organization", "جمعية {} الخيرية (تمرين)", "EXERCISE Association caritative {}", "EXERCISE {} Charity"),
    ("Organization", "مؤسسة {} للإغاثة (تمرين)", "EXERCISE Fondation {} de secours", "EXERCISE {} Relief Foundation"),
    ("ArmedGroup", "كتيبة {} (تمرين)", "EXERCISE Katiba {}", "EXERCISE {} Brigade"),
    ("ArmedGroup", "جبهة {} (تمرين)", "EXERCISE Front {}", "EXERCISE {} Front"),
    ("PublicBody", "مكتب {} للجمارك (تمرين)", "EXERCISE Bureau de douane {}", "EXERCISE {} Customs Office"),
)

INVENTED: Final = (
    "Dune Bleue",
    "Sept Puits",
    "Sand Heron",
    "Grey Acacia",
    "Baobab Blanc",
    "Third Oasis",
    "Northern Kite",
    "Deux Fleuves",
    "Silver Reed",
    "Long Shadow",
    "Vent Calme",
    "Red Escarpment",
)

GOODS: Final = ("fuel", "cigarettes", "gold", "motorcycles", "medicines", "charcoal", "drone parts", "fertiliser")
TACTICS: Final = ("ambush", "explosive device", "kidnapping", "arson", "armed attack", "attempted attack")
RELATIONS: Final = ("brother", "cousin", "uncle", "father", "sister", "in-law")
TIES: Final = ("business partner", "travelled together", "shares an address", "former colleague")
ROLES: Final = ("member", "treasurer", "driver", "recruiter", "logistics", "messenger")
JOBS: Final = ("director", "manager", "accountant")
VEHICLES: Final = ("pick-up", "lorry", "motorcycle", "four-wheel drive", "minibus")
