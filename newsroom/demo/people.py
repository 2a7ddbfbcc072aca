"""
What the demo knows of people beyond their roles.

Spellings are those met in the wild: a search finds the person by them, and they are
never printed. Biographies hold only what the fact files and their sources say.
"""

SPELLINGS = {
    "Park Ji-hu": ["Park Ji-hoo", "Park Ji Hoo", "Ji-hu Park"],
    "Yoon Chan-young": ["Yoon Chan Young", "Chan-young Yoon"],
    "Cho Yi-hyun": ["Choi Yi-hyun", "Choo Yi-hyun", "Jo Yi-hyun"],
    "Lomon": ["Park Solomon", "Solomon Park"],
    "Yoo In-soo": ["Yu In-su"],
    "Lee Yoo-mi": ["Lee You-mi", "Lee Yu-mi"],
    "Im Jae-hyuk": ["Lim Jae-hyeok", "Lim Jae-hyuk"],
    "Lee Jae-kyoo": [
        "Lee Jae-gyoo",
        "Lee Jae-gyu",
        "Lee Jae Kyu",
        "Lee JQ",
        "J.Q. Lee",
    ],
    "Kim Nam-su": ["Kim Nam-soo"],
    "Chun Sung-il": ["Cheon Seong-il"],
    "Roh Jae-won": ["Noh Jae-won"],
    "Kim Bo-yoon": ["Kim Bo-yun"],
    "Im Si-wan": ["Yim Si-wan", "Siwan"],
    "Lee Byung-hun": ["Lee Byeong-heon"],
    "O Yeong-su": ["Oh Young-soo", "O Yeong-soo"],
    "Jung Ho-yeon": ["Hoyeon", "HoYeon Jung"],
    "Kim Shin-rok": ["Kim Sin-rock", "Kim Shin-rock"],
    "Choi Gyu-seok": ["Choi Kyu-seok"],
    "Ma Dong-seok": ["Don Lee"],
    "Kim Su-an": ["Kim Soo-ahn"],
    "Bae Doona": ["Bae Doo-na"],
    "Ju Ji-hoon": ["Joo Ji-hoon"],
    "Jun Ji-hyun": ["Gianna Jun", "Jeon Ji-hyun"],
    "Lee Jin-wook": ["Lee Jin-uk"],
    "Go Min-si": ["Ko Min-si"],
    "Hwang In-youp": ["Hwang In-yeop"],
    "Heo Joon-ho": ["Heo Jun-ho"],
    "Kim Kyu-tae": ["Kim Gyu-tae"],
    "Kim Bora": ["Bora Kim", "Kim Bo-ra"],
    "EJAE": ["Kim Eun-jae"],
    "Xu Kai": ["Soso Xu"],
    "Qiu Zhongwei": ["Qiu Zhong Wei"],
    "Robert Downey Jr.": ["RDJ", "Robert Downey Junior"],
    "Anna-Maria Sieklucka": ["Anna Maria Sieklucka"],
    "Barbara Białowąs": ["Barbara Bialowas"],
    "Atsushi Ohkubo": ["Atsushi Okubo"],
}

BIOGRAPHIES = {
    "Park Ji-hu": (
        "Actor. Her first leading part, in House of Hummingbird, was seen at the "
        "festivals of Busan and Berlin; All of Us Are Dead made her known everywhere "
        "else."
    ),
    "Lomon": (
        "Actor, credited as Park Solomon in his earlier work and often still listed "
        "under that name."
    ),
    "Lee Jae-kyoo": (
        "Director. All of Us Are Dead and Daily Dose of Sunshine were both made for "
        "Netflix; Damo, Beethoven Virus and the film Intimate Strangers came before."
    ),
    "Roh Jae-won": (
        "Actor in Daily Dose of Sunshine, both later seasons of Squid Game and the "
        "second of All of Us Are Dead."
    ),
    "Yeon Sang-ho": (
        "Director and comics author. His films and series include Train to Busan, "
        "Hellbound and Parasyte: The Grey."
    ),
    "Gong Yoo": (
        "Actor, from Coffee Prince and Guardian: The Lonely and Great God to Train to "
        "Busan, Squid Game and The Trunk."
    ),
    "Seo Hyun-jin": (
        "Actor and former singer. Why Her? and The Trunk followed Another Miss Oh, "
        "Dr. Romantic and The Beauty Inside."
    ),
    "Steven Knight": (
        "Writer. Creator of Peaky Blinders, House of Guinness, Taboo and SAS Rogue "
        "Heroes."
    ),
    "Stephen Graham": (
        "Actor and writer from Kirkby. He wrote Adolescence with Jack Thorne and won "
        "an Emmy for his part in it."
    ),
    "Reese Witherspoon": (
        "Actor and executive producer of Big Little Lies and of Little Fires "
        "Everywhere, which her company Hello Sunshine made."
    ),
    "Alan Cumming": (
        "Actor, host of the American edition of The Traitors, and Nightcrawler in the "
        "X-Men films and, it is announced, in Avengers: Doomsday."
    ),
    "Gakuto Kajiwara": "Voice actor: Shinra in Fire Force, Asta in Black Clover.",
}
