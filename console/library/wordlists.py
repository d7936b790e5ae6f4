"""Lists of words that phrases name with ``@``: *dog*, *cat* and their like are written once."""

from __future__ import annotations

LISTS = {
    "self": "myself himself herself themselves themself themselfs hisself yourself ourselves",
    "not": "not dont doesnt didnt cant wont isnt aint never wouldnt couldnt",
    "person": "he she they hes shes theyre who man guy woman lady someone somebody client owner"
    " customer homeowner neighbor worker cleaner plumber sitter walker handyman electrician"
    " contractor painter roofer gardener landscaper mover nanny caregiver tenant landlord provider"
    " dude boy girl boss tech technician installer carpenter",
    "partner": "husband wife boyfriend girlfriend partner spouse fiance fiancee ex husbands wifes"
    " boyfriends girlfriends exhusband exwife exboyfriend exgirlfriend hubby stepdad stepfather"
    " partners exs",
    "child": "child children kid kids baby babies toddler toddlers infant newborn son daughter sons"
    " daughters boy girl boys girls grandson granddaughter nephew niece stepson stepdaughter"
    " childs kids babys teen teenager little youngest grandkids grandchild brother sister",
    "parent": "mom mommy momma mother dad daddy father stepdad stepfather stepmom stepmother moms"
    " dads uncle grandpa grandma babysitter nanny sitter parents mama papa mum cousin coach",
    "elder": "grandma grandmas grandmother grandmothers grandpa grandfather grandpas nana granny"
    " gran elderly elder mom mother moms mothers dad father dads fathers aunt uncle senior"
    " abuelita resident wheelchair disabled nanas grandad granddad",
    "pet": "dog dogs cat cats puppy puppies pup kitten kittens kitty pet pets rabbit bunny parrot"
    " hamster bird doggo pooch hound terrier lab retriever pitbull poodle chihuahua ferret"
    " doggy husky beagle dachshund tabby goat horse tortoise lizard",
    "pills": "pill pills tablet tablets meds med medication medications medicine xanax tylenol"
    " ibuprofen advil ambien oxy oxycodone vicodin percocet benadryl insulin antidepressants"
    " klonopin valium aspirin fentanyl opioids sedatives painkillers",
    "weapon": "gun guns pistol handgun shotgun rifle revolver knife knives machete weapon bat"
    " hatchet axe crowbar hammer firearm blade glock hammer ak tire",
    "hits": "hit hits hitting beat beats beating beaten punch punches punched punching slap slaps"
    " slapped slapping slaped choke chokes choked choking strangle strangles strangled strangling"
    " kick kicks kicked kicking shove shoves shoved shoving push pushes pushed smack smacks"
    " smacked drag drags dragged burns burned bit throttled headbutted whip whips whipped spank"
    " spanks spanked spanking shake shakes shook shaking grabs bruised threw throws pinned",
    "house": "house home apartment condo place building garage kitchen basement bedroom bathroom"
    " attic room office shop store yard porch closet",
    "private": "breast breasts boob boobs butt ass bum crotch groin thigh thighs genitals vagina"
    " penis chest privates private tits bottom underwear bra panties nipples pants skirt dress"
    " shirt waist",
    "family": "mom mother dad father wife husband kids kid son daughter sister brother family"
    " parents everyone children girlfriend boyfriend mama grandma friends",
    "pareja": "esposo esposa marido mujer novio novia pareja ex conviviente exmarido exesposo"
    " exnovio exesposa exnovia exmujer viejo señor padrastro concubino jevo jeva",
    "hijo": "hijo hija hijos hijas niño niña niños niñas bebé bebe bebés nene nena nenes nenas"
    " bebito bebita menor menores muchachito muchachita chamaco chamaca chamacos chiquito chiquita"
    " chiquitos crío cría críos criatura criaturas escuincle hermanito hermanita hermanitos nieto"
    " nieta nietos sobrino sobrina chavito chavita pequeño pequeña peque güerito niñito niñita"
    " guagua carajito carajita chavo chava hijito hijita",
    "viejo": "abuelo abuela abuelito abuelita anciano anciana ancianos viejito viejita viejitos"
    " mamá papá madre padre suegra suegro tía tío doña mayor mayores ancianita ancianito"
    " discapacitado discapacitada yaya yayo tata nana",
    "mascota": "perro perra perros perrito perrita perritos gato gata gatito gatita gatos mascota"
    " cachorro cachorra cachorrito cachorrita animal conejo conejito loro perico canino pitbull"
    " chihuahua labrador michi minino lomito firulais felino caniche",
    "pastillas": "pastilla pastillas píldora píldoras pepas medicina medicinas medicamento"
    " medicamentos remedio remedios tabletas tableta somníferos ansiolíticos tranquilizantes"
    " calmantes clonazepam rivotril tafil xanax paracetamol ibuprofeno aspirinas pepa insulina"
    " barbitúricos frasco",
    "arma": "arma armas pistola pistolas cuchillo cuchillos navaja machete escopeta rifle revólver"
    " fierro cuete fusca puñal hacha bate tubo palo martillo faca",
    "golpea": "pega pegan pegó pego pegaba pegaron pegado pegar pegarle pegando pegue golpea"
    " golpean golpeó golpeaba golpeaban golpearon golpeado golpeada golpear golpeando golpes"
    " golpiza maltrata maltratan maltrató maltrataba maltratado maltratada maltratar maltratando"
    " ahorcó ahorcaba ahorca estranguló patea pateó pateaba cachetea cacheteó abofeteó empujó"
    " empuja empujaba jalonea jaloneó jalonéo zarandea zarandeó zarandean sacude sacudió sacudiendo"
    " lastima lastimó lastiman nalguea nalgueó chancletazo cinturonazos correazos cintarazos"
    " cachetada cachetadas bofetada bofetadas bofetón puñetazo puñetazos trompada trompadas"
    " trompón arrastró cinchazos paliza palizas madriza quemó quema pellizca pellizcó mordió"
    " escupió escupe agarró agrede agredió agredía galleta",
    "casa": "casa departamento apartamento depa apto piso edificio garaje garage cochera cocina"
    " sótano cuarto baño habitación recámara oficina local tienda negocio ático bodega sala",
    "intimas": "partes íntimas nalga nalgas pecho pechos seno senos busto chichis tetas teta culo"
    " trasero entrepierna genitales vagina pene muslo muslos pierna piernas pompis blusa falda"
    " pantalón calzones ropa sostén brasier bubis trompa colita partecitas cuerpo",
    "parientes": "mamá papá mami papi padrastro madrastra tío tía abuelo abuela primo niñera padre"
    " madre padres papás novio hermano maestro entrenador nana cuidadora",
    "familia": "mamá papá hijos hijas hijo hija familia esposa esposo hermana hermano madre padre"
    " todos niños mami papi abuela mujer",
}
"""The words of each list, between spaces; a star as in phrases. English first, then Spanish."""
