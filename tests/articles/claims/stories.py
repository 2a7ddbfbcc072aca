"""
Three stories as readers get them, each with every claim in it, listed by hand, and
whether it is true in the world of `world.py`.
"""

GLASS_ORCHARD = """
<p>Nobody who has seen the last ten minutes of <em>The Glass Orchard</em> will need to be
told why people keep asking. The farm was on fire, the two sisters were on different
sides of a locked gate, and the only person with a key had just driven into the lake.
Here is what we know about the second season, and where the story might go from there.</p>
<h2>Has The Glass Orchard been renewed for season 2?</h2>
<p>Yes, and quickly. The Glass Orchard was renewed for a second season only five weeks
after its debut. The order came before most viewers had finished the first, which says
something about the confidence of the people who paid for it.</p>
<p>“We never thought of it as a story with one harvest,” the showrunner told a packed
hall in Bristol last spring. “There will be no third season unless somebody gives us a
reason.”</p>
<h2>The Glass Orchard season 2 release date</h2>
<p>There is no release date for the second season yet. Filming wrapped in the early
summer, and effects take time, above all when half the scenery has to be put on fire
twice. We expect the new season to arrive in late 2026. For comparison, the first season
premiered on 3 October 2024, about fourteen months after the first day of shooting.</p>
<p>Fans of slow television have other things to do until then. <em>Harvest Moon</em>
returns on 4 May, and <em>Low Water</em> has been cancelled after three seasons, so its
last episodes will be shown in one go.</p>
<h2>Where to watch it</h2>
<p>The first season is streaming on Hulu. It consists of eight episodes, each a little
under an hour, and a ninth chapter exists only as a radio play. Those who like to read
ahead may find the novel in any library. It was published in 1987, sold badly, and was
rediscovered when a film about a different orchard won a prize in Venice.</p>
<h2>Who is in the cast of season 2?</h2>
<p>Most of the family comes back, and the ones who do not are dead or in Canada.</p>
<ul><li>Idris Cole as Daniel Marsh</li><li>Tess Calloway as Ruth Marsh</li>
<li>Nora Vance as Iris Bell</li></ul>
<p>Nora Vance will return for the second season, though nobody has said for how long.
Tess Calloway, who plays Ruth Marsh, has described the new scripts as colder. She learned
to graft apple trees for the part, badly at first, and left with a scar on her thumb that
the camera finds in the opening shot of every episode.</p>
<h2>What is it about?</h2>
<p>At the end of the first season, Daniel leaves the farm with the deeds in his coat.
Ruth sees him go and says nothing. In the morning the police arrive, the barn is gone,
and the brother who was supposed to be at sea is sitting in the kitchen with wet boots.
Nobody asks him anything. It is the best scene of the year, and it has no music.</p>
<p>The second season could begin on the same morning. It could also begin ten years
later, as the book does. A draft of the first script is said to open in a courtroom, with
the judge asleep. Whoever started the fire will have to come home at some point, because
the land was never sold and somebody must sign for it.</p>
<p>Read more: <a href="https://example.com/low-water/">Low Water is cancelled</a></p>
<p>One thing is certain. The orchard itself is real. It stands an hour south of Hereford,
it is open on Sundays, and the glass, which you will have wondered about, is plastic.</p>
"""

DEAD = """
<p>Four years is a long time to hold your breath in a school corridor. <em>All of Us Are
Dead</em> premiered on Netflix on 28 January 2022 and went to number one in more countries
than its makers could name. Since then the pupils of Hyosan High have been waiting for the
bell, and so have we.</p>
<h2>Will there be another season?</h2>
<p>Netflix has not renewed the series for a second season. That is not for want of
viewers. The zombie drama was watched for more hours in its first month than most shows
manage in a year, and the last scene, on the roof, was not written by anyone who thought
that the story was over. The streamer usually decides within a month, and it has let
shows wait longer than that before. <em>Squid Game</em> was renewed for a second season
after nine months of silence.</p>
<p>Director Lee Jae-kyoo has been asked about it at every festival since. “If a second
season comes out, it will be about the survival of the zombies,” he told one newspaper.</p>
<h2>Release date</h2>
<p>No release date has been announced. If the order came tomorrow, the writers would need
half a year and the crew another. The second season will not arrive before 2027.
Some fans have done the sums on a napkin and say that it might be released in 2025. We
have seen the napkin.</p>
<h2>The cast</h2>
<p>Most of the class did not live to see the credits. Those who did would be expected at
the first reading, and their names are below.</p>
<table><tbody><tr><th>Actor</th><th>Character</th></tr>
<tr><td>Park Ji-hu</td><td>Nam On-jo</td></tr>
<tr><td>Cho Yi-hyun</td><td>Choi Nam-ra</td></tr>
<tr><td>Kim Bo-yoon</td><td>Jang Ha-ri</td></tr></tbody></table>
<p>Su-hyeok, played by Lomon, is alive too, and in love, which in this genre is a cough
in the first act. Im Jae-hyuk plays Dae-su, the singer of the class, who owes his life to
a mop. Nam-ra is another matter. She was bitten, she kept her wits, and when we last saw
her she stepped off the roof to look after others of her kind. Cho Yi-hyun has said that
she would like to know what her character eats.</p>
<h2>How many episodes are there?</h2>
<p>The first season has twelve episodes of about an hour. The webtoon ran for a hundred
and thirty chapters, so nobody can say that the makers padded it. A second season of the
same length would have to be written from nothing, since the comic ends with a fire on
a hill and four people who know one another’s names.</p>
<h2>What would it be about?</h2>
<p>The city is quiet, and quiet is never good. The army has burned what it could burn and
fenced off what it could not. In the camps, On-jo lies awake and counts the steps of the
guard. A hybrid can think, hide and take a bus. If one of them arrives in Seoul in the
morning, the capital will have a problem by lunch.</p>
<p>There is also the matter of Cheong-san, whom everybody saw fall and nobody saw land.
Television has rules about that. A boy without a body is a boy on a break, and the school
sign with his name on it has been left standing, twice, in the middle of the picture.</p>
<p>Until then, every episode is available on Netflix, and it holds up. Watch the music
room again. Count the exits. There are fewer than you think.</p>
"""

ENDINGS = """
<p>Some series leave by the front door. Others are carried out in the night, with their
boots still on. This week we look at three that have stopped, or are said to have, and at
what is left in the house.</p>
<h2>Harbour Lights</h2>
<p>Harbour Lights has been cancelled. The coastal drama ran for two seasons and never had
an audience outside the towns that it was filmed in, all of which loved it. It will not
return for a third season, whatever the petition says. Petitions work about once in ten
years, and this one is misspelt.</p>
<p>The second season ended with the lighthouse dark and a boat on the rocks. We will have
to imagine the rest. The producers have offered it to everyone with a telephone, and two
of those have stopped answering. All sixteen episodes are still available on Apple TV+,
which is something. Other shows have vanished altogether, with their posters.</p>
<h2>Peaky Blinders</h2>
<p>Peaky Blinders ended after six seasons. Cillian Murphy plays Tommy Shelby, and it is
hard now to remember a time when he did not, or a barber who had not been asked for the
haircut. The sixth season premiered on 27 February 2022. It has eight episodes, and the
last of them closes on a burning wagon, a white horse and a man who has been told that he
is not ill after all.</p>
<p>Helen McCrory played Polly Gray for five of them. She died before the cameras rolled
on the last, and the writers did the decent thing and let the character go with a letter.
Sophie Rundle, as Polly Gray’s niece, has to read it aloud. There is a rumour that the
family will come back in some other form. When a thing has made this much money there is
always such a rumour.</p>
<p>In the story it is 1934, the banks have failed, and a politician with a moustache is
buying drinks. Tommy returns to Birmingham in the second hour and finds that his house has
been sold. The war that everybody is waiting for arrives five years later, after the
credits.</p>
<h2>Sweet Magnolias</h2>
<p>Nothing ends in Serenity, it only gets a new sign. Sweet Magnolias was renewed for a
fifth season, and the fifth season will premiere on 11 June 2026. There are four seasons
to catch up on, all of them on Netflix, forty hours of margaritas and forgiveness. Chris
Klein will be back for season 5, to the relief of nobody in the story and of everybody
who watches it. JoAnna Garcia Swisher stars as Maddie Townsend, whose new job takes her
to New York. Brooke Elliott is Dana Sue, and the kitchen is hers.</p>
<p>One critic wrote that “the show was cancelled in spirit years ago”. The critic had seen
two episodes. The rest of us know what it is for. It is for the evening after the day on
which everything was cancelled, when somebody puts a glass in your hand and asks how you
are, and means it.</p>
<h2>What is left</h2>
<p>A house is not empty because the people in it have stopped talking. We have kept the
letters, a boat and a jug. If any of them is picked up again we shall say so on this
page, with the day and the name of whoever had the sense.</p>
"""

# Name, links, headline, when published, body, and what is in it.
STORIES = [
    (
        "The Glass Orchard", "o2", "2026-01-10", GLASS_ORCHARD,
        """
        status=renewed@2:h
        status=not dated@2:c
        status=wrapped@2:h
        release date=2026-09..2026-12@2:c
        release date=2024-10-03@1:h
        platform=Hulu@1:c
        episode count=8@1:h
        character=Idris Cole as Daniel Marsh:h
        character=Tess Calloway as Ruth Marsh:h
        character=Nora Vance as Iris Bell:h
        cast=Nora Vance in@2:c
        character=Tess Calloway as Ruth Marsh:h
        """,
    ),
    (
        "All of Us Are Dead", "a2", "2026-01-10", DEAD,
        """
        platform=Netflix:h
        release date=2022-01-28:h
        status=not renewed@2:c
        status=not dated@2:h
        release date=>=2027@2:h
        release date=2025@2:c
        character=Park Ji-hu as Nam On-jo:h
        character=Cho Yi-hyun as Choi Nam-ra:h
        character=Kim Bo-yoon as Jang Ha-ri:c
        character=Lomon as Lee Su-hyeok:h
        character=Im Jae-hyuk as Yang Dae-su:h
        episode count=12@1:h
        platform=Netflix:h
        """,
    ),
    (
        "Three endings", "hp6m5", "2026-01-10", ENDINGS,
        """
        status=cancelled:h
        season count=2:h
        status=cancelled@3:h
        episode count=16:h
        platform=Apple TV+:h
        status=ended:h
        season count=6:h
        character=Cillian Murphy as Tommy Shelby:h
        release date=2022-02-27@6:h
        episode count=8@6:c
        character=Helen McCrory as Polly Gray:h
        status=renewed@5:h
        release date=2026-06-11@5:c
        season count=4:c
        platform=Netflix:h
        cast=Chris Klein in@5:c
        character=JoAnna Garcia Swisher as Maddie Townsend:h
        character=Brooke Elliott as Dana Sue Sullivan:h
        """,
    ),
]  # fmt: skip
