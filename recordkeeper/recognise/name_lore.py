"""What is known of given names: which are common, and which are ways to write or say one name. Tables, no rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

# A line is one name: ways to write it, after > what people are called who bear it, after ~ what they may be called
# but others are named. Equivalents in another language are other names: Pedro is not Peter.
_NAMES = """
robert > bob bobby rob robbie bobbie ~ bert
william > bill billy will willie ~ liam
richard > rick ricky dick rich richie
james > jim jimmy jimmie jamie
john > johnny johnnie ~ jack jon
joseph > joe joey
michael micheal > mike mickey mikey mick
thomas > tom tommy
charles > charlie chuck chas
karl carl
edward > ed eddie teddy ~ ned ted
henry ~ harry hank
george > georgie
daniel > dan danny
david > dave davey
anthony antony > tony
andrew > andy ~ drew
matthew mathew > matt matty
christopher kristopher > chris ~ kit
nicholas nicolas > nick nicky
alexander aleksandr alexandr aleksander > alex alec ~ sandy sasha
benjamin > benny ~ ben
samuel > sam sammy
stephen steven > steve
stefan stephan
peter > pete
patrick > paddy ~ pat
kenneth > ken kenny
ronald > ron ronnie
donald > don donnie
gerald > gerry jerry
lawrence laurence > larry
raymond > ray
timothy > tim timmy
gregory > greg
jeffrey jeffery geoffrey > jeff geoff
philip phillip > phil
frederick > fred freddie freddy
francis > frank frankie
albert > al bertie
alfred > alf alfie
walter > walt wally
theodore ~ ted teddy theo
vincent > vince vinny
leonard > lenny ~ len leo
eugene ~ gene
douglas > doug
joshua > josh
jonathan johnathan > jonny ~ jon
nathaniel > nate nat
zachary zachery > zach zack
abraham > abe
arthur > artie ~ art
harold ~ hal harry
louis lewis > lou
oliver > ollie
russell > russ
terence terrence > terry
victor viktor wiktor > vic
wesley > wes
reginald > reg reggie
elizabeth elisabeth > liz lizzie betty betsy libby ~ beth eliza lisa
margaret > maggie peggy marge ~ meg daisy greta
catherine katherine kathryn catharine kathrine > cathy kathy katie ~ kate
kathleen cathleen > kathy cathy
mary > molly polly
ann anne > annie
anna > annie
patricia > patty trish tricia ~ pat
jennifer > jen jenny
susan > sue susie
barbara > barb babs
deborah debra > deb debbie
dorothy > dot dottie dolly
florence > flo flossie
frances > fran franny
gertrude > gertie ~ trudy
helen > nellie
jacqueline > jackie
jessica > jess jessie
judith > judy
margarita > rita
pamela > pam
rebecca > becky becca
rosemary ~ rose rosie
samantha > sam sammy
sandra > sandy
sarah sara ~ sally sadie
stephanie stefanie > steph
teresa theresa > terri tess
valerie > val
veronica ~ ronnie vera
victoria > vicky vickie tori
virginia > ginny
alexandra aleksandra > alex ~ sandra sasha
abigail > abby ~ gail
amanda > mandy
angela > angie
antonia ~ toni
caroline > carrie
charlotte > lottie ~ charlie
christine christina kristina > chris chrissy ~ tina
cynthia > cindy
eleanor > ellie ~ nell nora
emily > em emmy
josephine > josie ~ jo
joanna joanne ~ jo
kimberly kimberley ~ kim
francisco > paco pancho curro
jose > pepe chepe
guadalupe > lupe lupita
dolores > loli ~ lola
concepcion > concha conchita
rosario > charo
manuel > manolo
jesus > chuy
ignacio > nacho
enrique > quique kike
roberto > beto
alberto > beto
antonio > tono
fernando > nando
rafael > rafa
mercedes > merche
maria > mari maruja
eduardo > lalo
guillermo > memo guille
javier xavier > javi
johannes ~ hans johann jan
josef > sepp jupp
wilhelm > willi willy
friedrich > fritz
heinrich ~ heinz heiner
katharina catharina > kathi kati kaethe kathe
margarete > gretel grete
elisabeth > elli lisl
maximilian ~ max
giuseppe > beppe peppe pino
giovanni ~ gianni
stanislaw > staszek
katarzyna > kasia
malgorzata > gosia
dmitri dmitry dmitriy dimitri dmitrii dmitrij > dima
sergei sergey serguei sergej
yuri yury iouri juri youri yuriy iurii jurij
nikolai nikolay nicolai nikolaj > kolya
mikhail michail mihail mikhayl > misha
evgeny yevgeny evgeni yevgeniy evgenii jewgeni > zhenya
vladimir wladimir vladimir
andrei andrey andrej
alexei aleksei alexey aleksey alexej
grigori grigory grigoriy grigorij > grisha
ekaterina yekaterina jekaterina > katya
natalia natalya nataliya natalja > natasha
yulia julia iulia juliya yuliya
tatiana tatyana tatjana tatiyana > tanya
irina iryna
olga olha > olya
svetlana swetlana > sveta
elena yelena jelena
anastasia anastasiya anastassia > nastya
ksenia xenia kseniya
galina halyna > galya
lyudmila ludmila liudmila ljudmila
georgios georgius > giorgos yorgos
ioannis ioannes yannis giannis
dimitrios demetrios > dimitris
konstantinos constantinos > kostas costas
panagiotis panayiotis > panos
vasilios vasileios > vasilis
mohammed muhammad mohamed mohammad muhammed mohamad mouhamed
ahmed ahmad
hussein husain hossein hussain husayn
youssef yusuf yousef yousif yusef
abdullah abdallah abdulla
fatima fatimah fatemeh
khaled khalid
hassan hasan
omar umar
aisha aysha aicha ayesha
layla leila leyla laila
mariam maryam maryem
osman othman uthman
ibrahim ebrahim
mustafa moustafa mostafa mustapha
rashid rachid rasheed
jamal gamal djamal
karim kareem
nasser nasir naser
tariq tarek tarik
samir sameer
amin ameen
abdul abdel abd
zaynab zainab zeinab
sulaiman suleiman soliman
"""

# Given names people often bear beside those above. Two of them that differ are two people's.
_OTHERS = """
aaliyah aaron abel ada adam adele adrian agata agnes ahmet aida aidan aiko aino akira alain alan alana alejandra
alejandro alena alessandra alessandro alfonso alfredo alice alicia alina aline alison allan allen alma alvaro amal
amelia amelie amina amir amy ana ananya andre andrea andreas andres anette angel angelina angelo anil anita anja
anke anneke anneliese annette anton aoife arjun arline arnold arturo astrid aurora axel bart beate beatrix beatriz
bernard bernardo bernd bernhard bettina bianca bilal birgit blanca bo boris bram brandon brenda brian bruce bruno
camila carla carlo carlos carmen carol carolina cecilia celia cesar chloe christa christian ciara claire clara
claudia claudio colin conor constance cristina daan dagmar dale damian dana daniela daniele dario darla darren dawn
dean declan deepa deepak dena denis denise dennis diana diego dieter dina dirk divya dominic dominik donna dora
doris duc duncan dung eamon earl edgar edith edwina eero eileen elaine eli elias elin elina elisa elke ella ellen
elsa emi emil emilia emilie emilio emma eric erica erich erik erika ernesto ernst esther ethan eun eva evelyn fabian
farah fatou felipe felix femke fiona fleur franz freja frieda gabriel gabriela gabriele gerard gerda gerhard gina
gisela gita giulia giulio gloria gordon grace graham guido gustav gustavo hai hamza hana hanna hannah harald haruto
hazel heather hector heidi helena helga helmut henri herman hilda hiroshi holger holly horst howard hugo hung huong
hye hyun ian ibrahima ida ilse imran ines inga inge ingrid irene iris irma isaac isabel isabella isabelle isla ivan
ivana ivo jacob jade jae jaime jakob jakub jamila jana janet jasmine jason jay jean jeanne jens jeremy jeroen jesse
ji jill jin joachim joan joao joel joerg johanna jonas joost jordan jorg jorge josefa juan juana julian juliana
julie julien julio julius jun june jurgen justin kai karen kari karin karina karla karol karsten katja kavita keira
keith kelly kenji kerstin kevin kiran klara klaus koji kristian kurt kyle laith lakshmi lan lara lars lauren laurent
lea leah lena leon leona lia lidia lilian lily lina ling linh linn long lorenz lorenzo lothar lotte luca lucas lucia
lucie lucy luigi luis luisa luka lukas luke luz lydia lynn maarten magda magdalena magnus mai maja malik manfred
manuela mara marc marcel marcela marcia marco marcos marcus mariana marianne marieke marika marina mario marion mark
markus marlene marta martha martina mason mateo mathias matteo matthias maureen maurice maya meena megan mei
melanie mi mia miguel mikael mikko mila milan milena min mina ming minh mira mona monica monika muriel myrna
nabil nadia nadir nam naomi natalie nathan neha neil nelly nelson nga niamh nico nicola nikhil nils nina nino noah
noel norbert norma norman olaf ole olivia orla oscar oskar otto owen pablo padraig paola paolo pascal patrizia paul
paula paulina pauline paulo pedro penelope petra philippa phoebe phuong pia pierre piotr pooja poppy prakash priya
quang rahul rainer raj ralf ralph rami ramon ramona rania raquel raul ravi regina renate rene renee ricardo robin
rocio roger rohan roland rolf roman rosa rosalie ross roxana roy ruby rudolf ruth ryan sabina sabine sabrina saif
sakura salim salma samira sana sandro sanjay sanne scarlett sean selma sem seo sergio shirley signe sigrid silje
silke silvia simona simone sinead siobhan sofia sofie son sonia sonja soo sophia sophie stella sung sunil sunita
sven sylvia tahir takashi takeshi tamara tami tammi tanja tara thea thi thijs thuy tien tobias todd tomas tone tracy
trevor tuan tuva udo ulrich ulrike una ursula ute uwe valentina van vanessa vicente vijay vikram vinh viola violet
vivian volker wanda wayne wei wendy werner willem wolfgang wouter yan yara yolanda young yuki yuto yves yvette
yvonne zahra zaid zara zoe zofia
"""


def _pairs(parts: slice) -> Iterator[tuple[str, str]]:
    """Every two names that stand on one line within these parts of it."""
    for line in _NAMES.strip().splitlines():
        sure, _, perhaps = line.partition("~")
        names = [name for part in (sure.replace(">", " "), perhaps)[parts] for name in part.split()]
        yield from ((one, other) for one in names for other in names)


def _together(pairs: Iterator[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {name: frozenset(others) for name, others in found.items()}


SAME: Mapping[str, frozenset[str]] = _together(_pairs(slice(1)))  # one person's, if the rest fits
PERHAPS: Mapping[str, frozenset[str]] = _together(_pairs(slice(2)))  # one person's or two people's
COMMON: frozenset[str] = frozenset(_OTHERS.split()) | frozenset(PERHAPS)
