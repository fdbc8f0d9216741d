"""Everyday English words: never names, never taken for a mistyped word of the vocabulary."""


def words(text: str) -> frozenset[str]:
    """The words of a text: a list of words reads better without quotation marks."""
    return frozenset(text.split())


FUNCTION_WORDS = words(
    """
    a about above across after again against all almost along already also although always
    am an and another any anybody anyone anything anyway are around as at away back be
    because been before behind being below between both but by can cannot could did do does
    doing done down during each either else enough even ever every everybody everyone
    everything few first for from further had has have having he her here hers herself him
    himself his how however i if in inside instead into is it its itself just last least
    less let lets like many may maybe me might mine more most much must my myself need needs
    neither never next no nobody none nor not nothing now of off often on once one ones only
    onto or other others ought our ours ourselves out outside over own per perhaps please
    plus quite rather really same second shall she should since so some somebody someone
    something soon still such than that thats the their theirs them themselves then there
    these they thing things third this those though through till to together too toward
    towards two under until up upon us use used using usually very via was we well went were
    what whatever when where whether which while who whom whose why will with within without
    won would yes yet you your yours yourself im ive id ill youre dont doesnt didnt isnt
    arent wasnt cant couldnt wont wouldnt shouldnt hi hey ok okay kindly pls plz thx asap
    e.g i.e etc vs immediately quickly ahead along right away today tomorrow yesterday
    tonight currently presently actually basically simply also afterwards finally three four
    five six seven eight nine ten twelve dozen whats wheres theres hows whos both pointing
    located based running sitting living
    """
)

EVERYDAY = FUNCTION_WORDS | words(
    """
    able account accounts action actions additional address admin afternoon ago agree agreed
    allowed alone amount answer anymore app application applications apps area asked asking
    available aware aws bad base basic begin best better big bit boss bring brand bring
    broken brought business busy buy came capacity care case cause certain chance change
    changed changes cheap cheaper check choose clean clear cloud code colleague come comes
    coming common company complete completely config configuration configured connected
    content contents correct could country couple course current customer customers daily
    data date day days deal dear deep default detail details different directly directory
    don double easy email empty end engineer english entire environment especially evening
    exactly example existing exist exists expected expensive explain fact false fast favour
    favor feel fill final fine finish finished fix folder folders following forever form
    former found free fresh friend front full fully future general getting given gives
    giving glad goes going gone good got great group guess guy guys half hand handle handy
    happen happened happens happy hard head hello high hold home hope hour hours house huge
    idea important including information initial internal internet issue item items job keep
    kept kind knew know known large late later latest lazy leave left level life likely line
    linux little live local long longer look looking looks lost lot lots love low main
    maintenance managed manager matter mean means meant member message mind minute minutes
    missing moment monday money month monthly months morning moving named names near
    necessary needed network nice night non normal note number numbers object off office old
    older one online open opened opposite option options order orders original owned owner
    page part parts past pay people percent perfect person personal phone piece place plain
    plan planet plans play point points possible present pretty previous price prices
    private probably problem problems process prod product production program project
    projects proper public purpose quarter question quick quiet random ready real reason
    recent recently regarding related remain remember remind report request required respond
    rest result results return rid rule rules said saturday save saw say saying says seconds
    secure seem seems seen sense separate set several share shared should side similar
    simple single site sites situation size slow slowly small smart sort sounds source space
    special specific spend spent staging standard state status steps storage story stuff
    style subject such sunday super supposed sure system systems take taken takes taking
    talk task team teams tell test testing tests text thank thanks think thinking thought
    thursday time times tiny today told tomorrow took tool tools top total touch traffic
    true try trying tuesday turn type types ubuntu understand unless user users usual value
    values version wait waiting walk want wanted wants way web wednesday week weekly weeks
    weird welcome went whatever while whole wish wonder wonderful won work worked working
    works world worried worry worse worst worth write wrong year yearly years yesterday
    young morning weather poem joke song story recipe news football movie music dinner lunch
    coffee
    """
)

LOOKALIKES = words(
    """
    agent aims allocator apple arise arising asserts attack audio basket began bells blanket
    bluster broke brother bucketful built bumper cartoon cast casting casts cell cells
    center cline cluster code codec collecting collection collections committing complains
    complaints complying conform consent consents const constants contained context contexts
    contribute contributed contribution contributions convention conventions copied core
    correction corrections cost counter country county court courts crater crates created
    creations creative creature cruft curve customary daughter decryption delegates derive
    descriptive descriptor detection disk dist doctor dollar driven dual enter enumerable
    ever exception excessive exits expecting expire expires extensive extent falling father
    feeds fever filling fills fixes fixing frees furnished generation generator grate great
    guests guide handled handles happening haven heard hoist hotel identify informational
    informative inout inspector inst integrity intercept interpret intersect invert
    involving jacket known knows lack later layer lead lever listening lister load lock
    logic loop made maint maintained maintains manage manages mark market mask master mate
    member mike mine mint mister monkey monster mother name nest never number operations
    overlay overtly overwritten packet paint parse parsed patch performant permissible pick
    pizza planet player pocket pole poll poster prayer precision predicate price prime print
    privileged processed protect publicity pure race rare rate reach reachable redo relying
    remember remote rent repeating replay resort restaurant restaurants retrieval reword
    river rocket roster routine rubber safe sake sandwich sane save saves score sever severe
    should shovel shower shows silver sing sister skill skip skipping slack sleep slot snap
    socket some spanning speed speeding splitting stable stale star stick sticky stimulate
    streaming string subset subsets suggestion suite summaries swap sweep tagger tale talk
    talks teacher team tend tends term terminals theme thick thin think threads threw thrown
    thumb thunk ticket ties timber title titles torn trace track transform transforming
    treat treats trick unlock unread unreadable unwind validation validations validator
    waited waste water whereas white wide width wire wise wording write wrote
    """
)
"""Words that are spelt like one of the vocabulary and mean something else."""

KNOWN_WORDS = EVERYDAY | LOOKALIKES
"""What is never corrected."""

NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "single": 1, "couple": 2, "pair": 2,
    "dozen": 12,
}  # fmt: skip
