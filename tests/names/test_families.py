"""One name in the orthographies of Africa and its neighbours: every spelling of a family must resemble every other."""

from itertools import combinations

import pytest

from minassa.names import compare
from minassa.names.words import PERSON, parts

FAMILIES = {
    "abd al-rahman": "عبد الرحمن|عبدالرحمن|Abderrahmane|Abd al-Rahman|Abdurrahman|Abdul Rahman|Abdel Rahman|Abdirahman|Abdourahmane|Cabdiraxmaan|አብዱራህማን|Abdurahman",
    "muhammad": "محمد|Muhammad|Mohamed|Mohammed|Mahamat|Mamadou|Mahamadou|Muhammadu|Maxamed|Mohamadou|መሐመድ|Mouhamed",
    "ahmad": "أحمد|Ahmad|Ahmed|Amadou|Ahmadu|Axmed|አህመድ|Hamadou|احمد",
    "abdullah": "عبد الله|عبدالله|Abdullah|Abdallah|Abdoulaye|Abdullahi|Cabdullaahi|Abdulahi|Abdellah",
    "uthman": "عثمان|Uthman|Osman|Ousmane|Usman|Cismaan|Othmane|Ousman|ኡስማን",
    "umar": "عمر|Umar|Omar|Oumar|Umaru|Cumar|Oumarou|ኡመር",
    "abu bakr": "أبو بكر|Abu Bakr|Aboubacar|Boubacar|Abubakar|Aboubakr|Abou Bakr|Abubakr",
    "yusuf": "يوسف|Yusuf|Youssef|Youssouf|Yuusuf|Yusif|ዩሱፍ",
    "khadija": "خديجة|Khadija|Khadidja|Kadidiatou|Hadiza|Khadiijo",
    "fatima": "فاطمة|Fatima|Fatoumata|Fatouma|Faadumo|Fatimata|ፋጡማ",
    "ibrahim": "إبراهيم|Ibrahim|Brahim|Ibrahima|Ibraahiim|Ebrahim|ኢብራሂም",
    "isa": "عيسى|Isa|Issa|Ciise|Eissa|Aissa",
    "qadhafi": "القذافي|Qadhafi|Gaddafi|Kadhafi|al-Gaddafi|Gheddafi|Khadafy",
    "zawahiri": "الظواهري|al-Zawahiri|Zawahri|Ezzawahiri|Al-Dhawahiri",
    "nur al-din": "نور الدين|Nureddin|Noureddine|Nur al-Din|Nuruddin|Nooruddin|Nour Eddine",
    "saif al-islam": "سيف الإسلام|Saif al-Islam|Seif el Islam|Saïf Al Islam",
    "sharif": "شريف|Sharif|Cherif|Chérif|Shareef|ሸሪፍ",
    "bashir": "بشير|Bashir|Bachir|Beshir|በሺር",
    "jamal": "جمال|Jamal|Gamal|Djamel|ጀማል|Jamaal",
    "mukhtar": "مختار|Mukhtar|Mokhtar|Moktar|Moctar|Mukhtaar",
    "hassan": "حسن|Hassan|Hasan|Hassane|Xasan|ሀሰን",
    "walid": "وليد|Walid|Oualid|Waleed",
    "shaban": "شعبان|Sha'ban|Chaabane|Shaaban|Shacbaan",
    "ghali": "غالي|Ghali|Ghaly|Ghaaly",
    "ag ghali": "إياد أغ غالي|Iyad ag Ghali|Iyad Ag Ghaly|Eyad Ag Ghali",
    "ould": "محمد ولد أحمد|Mohamed Ould Ahmed|Muhammad Wuld Ahmad",
    "shekau": "أبو بكر شيكاو|Abubakar Shekau|Aboubakar Shekau",
    "belmokhtar": "مختار بلمختار|Mokhtar Belmokhtar|Mukhtar Bilmukhtar",
    "droukdel": "عبد المالك دروكدال|Abdelmalek Droukdel|Abd al-Malik Drukdal",
    "kouffa": "أمادو كوفا|Amadou Kouffa|Amadou Koufa",
    "godane": "أحمد عبدي غوداني|Ahmed Abdi Godane|Axmed Cabdi Godane",
    "aweys": "حسن طاهر عويس|Hassan Dahir Aweys|Xasan Daahir Aweys",
    "mengistu": "መንግስቱ|Mengistu|Mengestu",
    "haile": "ኃይሌ|Haile|Hayle",
    "putin": "Владимир Путин|Vladimir Putin|Wladimir Putin",
    "obama": "Բարակ Օբամա|Barak Obama|Барак Обама",
    "netanyahu": "בנימין נתניהו|Benjamin Netanyahu|Binyamin Netanyahu",
    "igor": "Игорь|Igor|Ihor|Ihar|Ігор",
    "oleg": "Олег|Oleg|Oleh|Aleh",
    "aleksey": "Алексей|Aleksey|Alexei|Oleksiy|Aliaksei",
    "taj al-din": "تاج الدين|Taj al-Din|Tajideen|Tadjeddine|Tajuddin",
    "papadopoulos": "Γιώργος Παπαδόπουλος|Giorgos Papadopoulos",
}
PAIRS = [(family, a, b) for family, text in FAMILIES.items() for a, b in combinations(text.split("|"), 2)]


@pytest.mark.parametrize("family", FAMILIES)
def test_spellings_of_one_name_resemble_each_other(family: str) -> None:
    weak = [
        (a, b, round(compare(a, b).score, 2)) for name, a, b in PAIRS if name == family and compare(a, b).score < 0.8
    ]
    assert weak == []


DIFFERENT = [
    ("Hassan Ali", "Hussein Omar"),
    ("محمد علي", "Ahmed Osman"),
    ("Iyad ag Ghali", "Iyad Allawi"),
    ("Abdul Karim", "Abdul Aziz"),
    ("عبد الكريم", "Abdelaziz"),
    ("Saif al-Din", "Nur al-Din"),
    ("Kim Jong Un", "Kim Yo Jong"),
    ("Abu Hafs", "Abu Zayd"),
    ("Emmanuel Macron", "Emmanuel Mukendi"),
    ("Garcia Lopez", "Garcia Perez"),
    ("Ould Mohamed", "Ould Salem"),
    ("Allahdad", "Abdullah"),
    ("Qqqq Zzzz", "Ur Ckz"),
]


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_other_names_stay_apart(a: str, b: str) -> None:
    assert compare(a, b).score < 0.8


ORGANISATIONS = [
    ("الدولة الإسلامية في العراق", "Islamic State in Iraq"),
    ("الدولة الإسلامية في العراق", "État islamique en Irak"),
    ("بنك التنمية الوطني", "National Development Bank"),
    ("بنك التنمية الوطني", "Banque nationale de développement"),
    ("جماعة أنصار الدين", "Ansar al-Din Group"),
    ("جبهة تحرير فلسطين", "Palestine Liberation Front"),
    ("مؤسسة الحرمين الخيرية", "Al-Haramain Charitable Foundation"),
    ("شركة النور للتجارة", "Al-Noor Trading Company"),
    ("حركة الشباب المجاهدين", "Harakat al-Shabaab al-Mujahidin"),
    ("حركة الشباب المجاهدين", "Mouvement des jeunes moudjahidines"),
    ("Acme Trading Co. Ltd.", "ACME TRADING COMPANY LIMITED"),
    ("Mooyokbank", "Mooyok Bank"),
    ("Banco Nacional de Desenvolvimento", "National Development Bank"),
]


@pytest.mark.parametrize(("a", "b"), ORGANISATIONS)
def test_organisations_match_by_meaning(a: str, b: str) -> None:
    assert compare(a, b, "organisation").score >= 0.8


def test_other_organisations_stay_apart() -> None:
    assert compare("Industrial Bank of Chad", "Industrial Bank of China", "organisation").score < 0.8
    assert compare("حركة الشباب", "Movement for Peace", "organisation").score < 0.8


@pytest.mark.parametrize(
    ("joined", "apart"),
    [
        ("Mohammadhassan Zadran", "Mohammad Hassan Zadran"),
        ("Alireza Tavakkoli", "Ali Reza Tavakoli"),
        ("محمدرضا توکلی", "Mohammad Reza Tavakkoli"),
        ("Nurahmad Zadran", "Noor Ahmad Zadran"),
        ("Allahdad Matin", "Allah Dad Matin"),
    ],
)
def test_two_names_written_as_one_are_two(joined: str, apart: str) -> None:
    assert compare(joined, apart).score > 0.9


@pytest.mark.parametrize("name", ["Vanessa", "Alessandro", "Zakariya", "Aladin", "Sajidin"])
def test_a_name_that_only_begins_like_another_stays_whole(name: str) -> None:
    assert len(parts(name.lower(), PERSON)) == 1
