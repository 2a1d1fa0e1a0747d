# The rooms of the house, lowest first: the one place that says what stands where and on what.
#
# A room is a folder and a CMake target. It may include what its DEPENDS names and nothing else; SAYS
# is what it is for, in one sentence. tools/check_layers.py holds every #include to this list, and
# docs/architecture.md shows it (tools/draw_rooms.py).

bet_room(core SAYS "what every room shares: calendar periods, numbers as text, distributions, diagnostics, contracts"
  EXTERNAL fmt::fmt PRIVATE Boost::headers)

bet_room(tree SAYS "metrics, formulas, links, the metric tree and its checks"
  DEPENDS core PRIVATE Boost::headers)

bet_room(ledger/text SAYS "YAML, JSON and CSV as syntax, with the place of everything that was read"
  DEPENDS core PRIVATE yaml-cpp nlohmann_json::nlohmann_json)
bet_room(ledger/book SAYS "events, and the book of bets, cycles, decisions and actuals that they fold into, with its rules"
  DEPENDS core tree ledger/text)
bet_room(ledger/codec SAYS "every noun of the book to and from text, for files and events alike"
  DEPENDS core tree ledger/text ledger/book)
bet_room(ledger/authoring SAYS "what people write: files read whole, compared with the book, and proposed as events"
  DEPENDS core tree ledger/text ledger/book ledger/codec)
bet_room(ledger/requests SAYS "what people ask of a book besides files, and the events that it comes to"
  DEPENDS core ledger/text ledger/book ledger/codec)
bet_room(ledger/actuals SAYS "measured values in: columns, dates and number formats of a CSV file"
  DEPENDS core ledger/text ledger/book)
bet_room(ledger/store SAYS "the SQLite file: the chain of entries, its projections, and how it is verified"
  DEPENDS core ledger/text ledger/book ledger/codec ledger/authoring ledger/requests PRIVATE SQLiteCpp)

bet_room(sim/columns SAYS "columns of runs, and arithmetic on them that gives the same bits on every machine"
  DEPENDS tree)
bet_room(sim/random SAYS "random numbers by name: each a pure function of seed, key, run and index"
  DEPENDS core tree sim/columns)
bet_room(sim/tasks SAYS "work shared out over threads, whatever it is"
  EXTERNAL Threads::Threads PRIVATE TBB::tbb)
bet_room(sim/summary SAYS "the values of all runs summed up: moments, order statistics, digests"
  DEPENDS core sim/columns)
bet_room(sim/model SAYS "what is simulated, as values: nodes, gates, interventions, influences. Knows no bets"
  DEPENDS core tree sim/columns)
bet_room(sim/program SAYS "a model compiled to straight-line arithmetic, drawn and evaluated in blocks"
  DEPENDS core sim/columns sim/random sim/tasks sim/model)
bet_room(inference SAYS "a model and what was seen: its posterior, and worlds carried on to the end. Knows no bets"
  DEPENDS core tree sim/columns sim/random sim/tasks sim/model sim/program PRIVATE Eigen3::Eigen)

bet_room(forecast/scoring SAYS "how good a probabilistic forecast was"
  DEPENDS core)
bet_room(forecast/learning SAYS "what past experiments and past forecasts teach, without a tree"
  DEPENDS core ledger/text ledger/book forecast/scoring PRIVATE Eigen3::Eigen)
bet_room(forecast/baseline SAYS "what one metric does without bets, and how well that would have worked"
  DEPENDS core tree sim/random sim/tasks sim/model forecast/scoring)
bet_room(forecast/history SAYS "what the tree's history says of metrics together: innovations, correlation, leads, links"
  DEPENDS core tree forecast/scoring forecast/baseline PRIVATE Eigen3::Eigen)
bet_room(forecast/plan SAYS "everything a forecast depends on, as one value, and the seam to sim"
  DEPENDS core tree ledger/text ledger/book ledger/codec sim/columns sim/tasks sim/summary sim/model
    forecast/baseline)
bet_room(forecast/projection SAYS "the plan simulated: fans, odds, attribution, risk, and the plan of record"
  DEPENDS core tree ledger/text ledger/book sim/random sim/tasks sim/summary sim/model sim/program
    forecast/baseline forecast/plan)
bet_room(forecast/standing SAYS "what is known on a day of the cycle"
  DEPENDS core tree ledger/book sim/tasks sim/summary sim/model inference forecast/learning forecast/baseline
    forecast/history forecast/plan forecast/projection)
bet_room(forecast/bridge SAYS "why a cycle lands elsewhere than planned, as amounts that sum to the gap"
  DEPENDS core sim/columns sim/random sim/tasks sim/summary sim/model sim/program inference)
bet_room(forecast/gap SAYS "where the cycle lands, what is news, and what can be done"
  DEPENDS core tree ledger/book sim/columns sim/tasks sim/model sim/program inference forecast/baseline
    forecast/history forecast/plan forecast/projection forecast/standing forecast/bridge)
bet_room(forecast/review SAYS "what the cycle taught, and the next one"
  DEPENDS core tree ledger/text ledger/book ledger/codec ledger/authoring sim/tasks sim/summary sim/program
    inference forecast/scoring forecast/learning forecast/baseline forecast/history forecast/plan
    forecast/projection forecast/standing forecast/gap
  PRIVATE Eigen3::Eigen)

bet_room(scenarios SAYS "changes to a plan, and the ranking of bets under them"
  DEPENDS core sim/tasks sim/summary forecast/plan forecast/projection)

bet_room(reports/page SAYS "how a page is made, for a terminal, Markdown, CSV and JSON, without knowing what it says"
  DEPENDS core tree ledger/text)
bet_room(reports/contracts SAYS "what programs read of every answer: its rows, its JSON and the schema of that"
  DEPENDS core tree ledger/text ledger/book ledger/codec ledger/authoring ledger/actuals ledger/store
    forecast/learning forecast/baseline forecast/history forecast/plan forecast/projection forecast/standing
    forecast/bridge forecast/gap forecast/review scenarios reports/page)
bet_room(reports/ledger SAYS "what the ledger holds and what was found in it"
  DEPENDS core tree ledger/text ledger/book ledger/codec ledger/authoring ledger/actuals ledger/store
    forecast/baseline forecast/history forecast/plan reports/page reports/contracts)
bet_room(reports/plan SAYS "the plan page, the ranking of bets, and baselines with how well they would have done"
  DEPENDS core ledger/text ledger/book forecast/baseline forecast/plan forecast/projection scenarios reports/page
    reports/contracts reports/ledger)
bet_room(reports/quarter SAYS "where the cycle stands and lands, why, and what can be done"
  DEPENDS core ledger/text ledger/book forecast/projection forecast/standing forecast/bridge forecast/gap
    reports/page reports/contracts reports/ledger reports/plan)
bet_room(reports/learn SAYS "what a cycle taught, and how well people and teams foretell"
  DEPENDS core ledger/book forecast/learning forecast/plan forecast/review reports/page reports/contracts reports/ledger
    reports/quarter)

bet_room(betledger SAYS "the face for other programs: a ledger, what goes into it, its answers as values of the standard library"
  DEPENDS core ledger/text ledger/book ledger/authoring ledger/actuals ledger/store sim/tasks forecast/plan
    forecast/projection forecast/standing forecast/gap forecast/review reports/contracts)

bet_room(cli/process SAYS "what the program takes from the machine it runs on, and how it answers: clock, files, terminal, exit codes"
  DEPENDS core ledger/store sim/tasks)
bet_room(cli/words SAYS "words of a command line: commands and options as a table, parsing, help, completion, the manual"
  DEPENDS core ledger/text cli/process PRIVATE Boost::program_options nlohmann_json::nlohmann_json)
bet_room(cli/session SAYS "the ledger of a call opened, and its options as settings of the layers below"
  DEPENDS core ledger/book ledger/store sim/tasks forecast/learning forecast/plan forecast/projection
    forecast/standing forecast/gap forecast/review reports/page cli/process cli/words)
bet_room(cli/commands SAYS "the command table: what each command takes, calls and prints"
  DEPENDS core tree ledger/text ledger/authoring ledger/requests ledger/actuals ledger/store forecast/learning
    forecast/baseline forecast/history forecast/plan forecast/projection forecast/standing forecast/gap
    forecast/review scenarios reports/page reports/contracts reports/ledger reports/plan reports/quarter
    reports/learn cli/process cli/words cli/session)
bet_room(cli SAYS "the whole program: words in, exit code out"
  DEPENDS core cli/process cli/words cli/commands)
