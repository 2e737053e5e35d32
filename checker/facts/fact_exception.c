/* exception - the records of exceptions, with what they excuse, and their defects. The
 * engine fills the tables when the other rules are judged. */
#include "facts/exception_kinds.h"

const char *const exception_state_words[] = {"active",  "expiring",   "scheduled", "pending",
                                             "expired", "unapproved", "invalid",   NULL};
const char *const exception_category_words[] = {
    "waiver", "mitigated", "false-positive", "vendor-dependency", "operational-requirement", NULL};
const char *const exception_event_words[] = {"granted",  "renewed",  "shortened",  "widened",
                                             "narrowed", "reworded", "reassigned", "removed",
                                             "returned", NULL};
const char *const exception_ending_words[] = {"closed", "lapsed", "superseded", "withdrawn", NULL};
const char *const exception_evidence_words[] = {"declared",      "trailer",          "commit",
                                                "signed-commit", "record-signature", NULL};
const char *const exception_layout_words[] = {"record", "list", "register", "inline", NULL};
const char *const exception_use_words[] = {"used", "unused", "untried", "done", NULL};
const char *const exception_check_words[] = {
    "form",          "key-missing",   "key-unknown",       "date",
    "id-twice",      "rule-unknown",  "rule-non-waivable", "scope",
    "justification", "self-approved", "too-long",          NULL};

static const struct fact_field fields[] = {
    [EXCEPTION_ROW_ID] = {"id", {.kind = TYPE_TEXT}, false, "as it is written"},
    [EXCEPTION_ROW_STATE] = {"state",
                             {.kind = TYPE_WORD, .words = exception_state_words},
                             false,
                             "on the day of the run; only `active` and `expiring` excuse"},
    [EXCEPTION_ROW_PROPOSED] = {"proposed",
                                {.kind = TYPE_BOOLEAN},
                                false,
                                "is only in the head of what is compared with a base"},
    [EXCEPTION_ROW_RULES] = {"rules",
                             {.kind = TYPE_LIST, .of = TYPE_TEXT},
                             false,
                             "the ids that it names"},
    [EXCEPTION_ROW_SEVERITY] = {"severity",
                                {.kind = TYPE_SEVERITY},
                                true,
                                "of the gravest of its rules in force; absent when none is"},
    [EXCEPTION_ROW_CATEGORY] = {"category",
                                {.kind = TYPE_WORD, .words = exception_category_words},
                                false,
                                "why there is an exception, in a word"},
    [EXCEPTION_ROW_OWNER] = {"owner", {.kind = TYPE_TEXT}, true, "the one accountable owner"},
    [EXCEPTION_ROW_REQUESTED_BY] = {"requested_by", {.kind = TYPE_TEXT}, true, "who asked for it"},
    [EXCEPTION_ROW_REQUESTED_ON] = {"requested_on", {.kind = TYPE_DATE}, true, "when"},
    [EXCEPTION_ROW_TICKET] = {"ticket", {.kind = TYPE_TEXT}, true, "where the work is followed"},
    [EXCEPTION_ROW_VALID_FROM] = {"valid_from", {.kind = TYPE_DATE}, true, "the first day"},
    [EXCEPTION_ROW_EXPIRES] = {"expires",
                               {.kind = TYPE_DATE},
                               true,
                               "the last valid day that it says"},
    [EXCEPTION_ROW_REVIEW_BY] = {"review_by",
                                 {.kind = TYPE_DATE},
                                 true,
                                 "the day of a review before that"},
    [EXCEPTION_ROW_LAST_DAY] = {"last_day",
                                {.kind = TYPE_DATE},
                                true,
                                "the last day on which it excuses: sooner than `expires` where a "
                                "policy allows less"},
    [EXCEPTION_ROW_DAYS_LEFT] = {"days_left",
                                 {.kind = TYPE_INTEGER},
                                 true,
                                 "from the day of the run to `last_day`; negative when it is over"},
    [EXCEPTION_ROW_DAYS] = {"days",
                            {.kind = TYPE_INTEGER},
                            true,
                            "from `valid_from` to `expires`, both counted"},
    [EXCEPTION_ROW_MOST_DAYS] = {"most_days",
                                 {.kind = TYPE_INTEGER},
                                 true,
                                 "how many the policies allow for the gravest of its rules in "
                                 "force; absent when none is"},
    [EXCEPTION_ROW_APPROVALS] = {"approvals",
                                 {.kind = TYPE_INTEGER},
                                 false,
                                 "people who have approved it, each counted once; 1 of a comment "
                                 "that no policy asks more of, for whoever reviewed it"},
    [EXCEPTION_ROW_APPROVALS_NEEDED] = {"approvals_needed",
                                        {.kind = TYPE_INTEGER},
                                        false,
                                        "how many the policies ask for"},
    [EXCEPTION_ROW_APPROVERS] = {"approvers",
                                 {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                 false,
                                 "who is written down as having approved it"},
    [EXCEPTION_ROW_MATCHES] = {"matches",
                               {.kind = TYPE_INTEGER},
                               false,
                               "findings that it excuses, or would"},
    [EXCEPTION_ROW_FAILING] = {"failing",
                               {.kind = TYPE_INTEGER},
                               false,
                               "those of its findings that fail, and that no record excuses"},
    [EXCEPTION_ROW_USE] =
        {"use",
         {.kind = TYPE_WORD, .words = exception_use_words},
         false,
         "`unused` when it is alive and excuses nothing though all its rules were "
         "judged on the whole tree; `untried` when not all were, it is not alive, or "
         "it says that it closes by something else; `done` when it is alive and the "
         "file that it waits for is there"},
    [EXCEPTION_ROW_OVERLAPS] =
        {"overlaps",
         {.kind = TYPE_LIST, .of = TYPE_TEXT},
         false,
         "ids of other living records that excuse one of its findings, the longest "
         "first, 5 at most"},
    [EXCEPTION_ROW_SAME_REASON] = {"same_reason",
                                   {.kind = TYPE_INTEGER},
                                   false,
                                   "records with the same justification, this one counted"},
    [EXCEPTION_ROW_HIDES_NEW] = {"hides_new",
                                 {.kind = TYPE_BOOLEAN},
                                 true,
                                 "it is proposed together with a finding that it would excuse; "
                                 "absent without a base"},
    [EXCEPTION_ROW_LAYOUT] = {"layout",
                              {.kind = TYPE_WORD, .words = exception_layout_words},
                              false,
                              "where it stands: a file of its own, a list, the register of an "
                              "organisation, or a comment beside what it excuses"},
    [EXCEPTION_ROW_SUPERSEDES] = {"supersedes",
                                  {.kind = TYPE_TEXT},
                                  true,
                                  "the id of the record that it says it follows"},
    [EXCEPTION_ROW_GRACE] = {"grace",
                             {.kind = TYPE_INTEGER},
                             false,
                             "days that the policies give behind `expires`; within `last_day`"},
    [EXCEPTION_ROW_MOST_RENEWALS] = {"most_renewals",
                                     {.kind = TYPE_INTEGER},
                                     true,
                                     "how many the policies allow; absent where none says"},
    [EXCEPTION_ROW_MOST_TOTAL_DAYS] = {"most_total_days",
                                       {.kind = TYPE_INTEGER},
                                       true,
                                       "how many they allow with all renewals"},
    [EXCEPTION_ROW_MOST_PER_REPOSITORY] = {"most_per_repository",
                                           {.kind = TYPE_INTEGER},
                                           true,
                                           "how many records they allow to live in a repository"},
    [EXCEPTION_ROW_MOST_PER_OWNER] = {"most_per_owner",
                                      {.kind = TYPE_INTEGER},
                                      true,
                                      "how many of them of one owner"},
    [EXCEPTION_ROW_MOST_PER_RULE] = {"most_per_rule",
                                     {.kind = TYPE_INTEGER},
                                     true,
                                     "how many of them from one rule"},
    [EXCEPTION_ROW_HISTORY_CUT] = {"history_cut",
                                   {.kind = TYPE_TEXT},
                                   true,
                                   "why what follows is not known of it; absent where it is"},
    [EXCEPTION_ROW_FORMER] = {"former",
                              {.kind = TYPE_LIST, .of = TYPE_TEXT},
                              true,
                              "ids of the records that it follows: those it supersedes, and those "
                              "about the same rules and scope that ended or end sooner"},
    [EXCEPTION_ROW_RENEWALS] = {"renewals",
                                {.kind = TYPE_INTEGER},
                                true,
                                "how often it was prolonged, those that it follows counted, and "
                                "each record that follows another"},
    [EXCEPTION_ROW_BARE_RENEWALS] = {"bare_renewals",
                                     {.kind = TYPE_INTEGER},
                                     true,
                                     "those of them with neither another reason nor another plan"},
    [EXCEPTION_ROW_TOTAL_DAYS] = {"total_days",
                                  {.kind = TYPE_INTEGER},
                                  true,
                                  "on which it or one that it follows was valid, or will be"},
    [EXCEPTION_ROW_REUSED] = {"reused",
                              {.kind = TYPE_BOOLEAN},
                              true,
                              "its id was removed once, and came again"},
    [EXCEPTION_ROW_GRANTED_AT] = {"granted_at",
                                  {.kind = TYPE_TIME},
                                  true,
                                  "of the commit that brought its id; absent when it is only "
                                  "proposed"},
    [EXCEPTION_ROW_GRANTED_LATE] =
        {"granted_late",
         {.kind = TYPE_INTEGER},
         true,
         "days from `valid_from` to that commit, or of one that is only proposed "
         "to the day of the run; negative when it came before"},
    [EXCEPTION_ROW_CHANGED_AT] = {"changed_at",
                                  {.kind = TYPE_TIME},
                                  true,
                                  "of the last commit that brought, prolonged or widened it"},
    [EXCEPTION_ROW_STALE_APPROVAL] = {"stale_approval",
                                      {.kind = TYPE_BOOLEAN},
                                      true,
                                      "that commit prolonged or widened it without an approval "
                                      "that was not there before"},
    [EXCEPTION_ROW_EVIDENCE] = {"evidence",
                                {.kind = TYPE_WORD, .words = exception_evidence_words},
                                true,
                                "what is proved of as many approvals as are needed: `declared` in "
                                "the record alone, `trailer` of that commit's message, `commit` by "
                                "the approver, `signed-commit` with their key, `record-signature` "
                                "beside the record; absent without approvals"},
    [EXCEPTION_ROW_CLOSING_FILE] = {"closing_file",
                                    {.kind = TYPE_TEXT},
                                    true,
                                    "path of `close_when: file-exists:PATH`"},
    [EXCEPTION_ROW_OWNER_NAMES] = {"owner_names",
                                   {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                   true,
                                   "how others may name the owner: as it is written, and, as that "
                                   "and in small letters, the address of `Name <address>`, a login "
                                   "without its `@`, a reference to a catalogue without its kind "
                                   "and namespace"},
    {0},
};

static const char *const key[] = {"id", "path", NULL};

const struct fact_kind fact_kind_exception = {
    .name = "exception",
    .summary = "a record of an exception, and what it excuses",
    .key = key,
    .fields = fields,
};

static const struct fact_field defect_fields[] = {
    [EXCEPTION_DEFECT_ID] = {"id", {.kind = TYPE_TEXT}, false, "of the record"},
    [EXCEPTION_DEFECT_CHECK] = {"check",
                                {.kind = TYPE_WORD, .words = exception_check_words},
                                false,
                                "what is wrong"},
    [EXCEPTION_DEFECT_MESSAGE] = {"message", {.kind = TYPE_TEXT}, false, "in words"},
    {0},
};

static const char *const defect_key[] = {"id", "path", "check", "message", NULL};

const struct fact_kind fact_kind_exception_defect = {
    .name = "exception_defect",
    .summary = "a mistake in a record of an exception, which excuses nothing for it",
    .key = defect_key,
    .fields = defect_fields,
};

static const struct fact_field event_fields[] = {
    [EXCEPTION_EVENT_ID] = {"id", {.kind = TYPE_TEXT}, false, "of the record"},
    [EXCEPTION_EVENT_EVENT] = {"event",
                               {.kind = TYPE_WORD, .words = exception_event_words},
                               false,
                               "what became of it"},
    [EXCEPTION_EVENT_COMMIT] = {"commit", {.kind = TYPE_TEXT}, false, "the full id"},
    [EXCEPTION_EVENT_TIME] = {"time", {.kind = TYPE_TIME}, false, "the committer's"},
    [EXCEPTION_EVENT_AUTHOR] = {"author",
                                {.kind = TYPE_TEXT},
                                true,
                                "the address of the commit's author, through the mailmap"},
    [EXCEPTION_EVENT_FILE] = {"file", {.kind = TYPE_TEXT}, false, "where the record stood"},
    [EXCEPTION_EVENT_EXPIRES] = {"expires",
                                 {.kind = TYPE_DATE},
                                 true,
                                 "its last day then; absent when it was removed"},
    [EXCEPTION_EVENT_EXPIRED] = {"expired",
                                 {.kind = TYPE_DATE},
                                 true,
                                 "its last day before; absent when it is new"},
    [EXCEPTION_EVENT_BEGINS] = {"begins",
                                {.kind = TYPE_DATE},
                                true,
                                "its first day then; absent when it was removed"},
    [EXCEPTION_EVENT_BEGAN] = {"began",
                               {.kind = TYPE_DATE},
                               true,
                               "its first day before; absent when it is new"},
    [EXCEPTION_EVENT_REVIEW_BY] = {"review_by",
                                   {.kind = TYPE_DATE},
                                   true,
                                   "the review that it promised then; of a removed one before"},
    [EXCEPTION_EVENT_ENDING] =
        {"ending",
         {.kind = TYPE_WORD, .words = exception_ending_words},
         true,
         "how one that was removed ended: another follows it; else, by what its rules find now, "
         "nothing in its scope, or something, which was excused to its end or not so long; absent "
         "where that was not judged"},
    [EXCEPTION_EVENT_FOLLOWS] = {"follows",
                                 {.kind = TYPE_TEXT},
                                 true,
                                 "the id of another record that a new one prolongs"},
    [EXCEPTION_EVENT_APPROVED_BY] = {"approved_by",
                                     {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                     false,
                                     "values of the commit's trailers that approve"},
    {0},
};

static const char *const event_key[] = {"id", "commit", "event", NULL};

const struct fact_kind fact_kind_exception_event = {
    .name = "exception_event",
    .summary = "what a commit on the way to the records in force did to one of them",
    .nowhere = true,
    .key = event_key,
    .fields = event_fields,
};

static const struct fact_field approval_fields[] = {
    [EXCEPTION_APPROVAL_ID] = {"id", {.kind = TYPE_TEXT}, false, "of the record"},
    [EXCEPTION_APPROVAL_BY] = {"by", {.kind = TYPE_TEXT}, false, "who approved, as written"},
    [EXCEPTION_APPROVAL_ON] = {"on", {.kind = TYPE_DATE}, true, "when"},
    [EXCEPTION_APPROVAL_STATE] = {"state",
                                  {.kind = TYPE_WORD, .words = exception_state_words},
                                  false,
                                  "of the record"},
    [EXCEPTION_APPROVAL_EXPIRES] = {"expires", {.kind = TYPE_DATE}, true, "when the record does"},
    [EXCEPTION_APPROVAL_CLAIMED] = {"claimed",
                                    {.kind = TYPE_WORD, .words = exception_evidence_words},
                                    false,
                                    "the evidence that the record says it has"},
    [EXCEPTION_APPROVAL_EVIDENCE] = {"evidence",
                                     {.kind = TYPE_WORD, .words = exception_evidence_words},
                                     false,
                                     "what is proved, the words as those of `exception`; unknown "
                                     "where the history is cut, and no signature of the record "
                                     "proves it"},
    [EXCEPTION_APPROVAL_WANTED] = {"wanted",
                                   {.kind = TYPE_WORD, .words = exception_evidence_words},
                                   false,
                                   "what the policies ask for (`min_evidence`)"},
    [EXCEPTION_APPROVAL_PROVED] = {"proved",
                                   {.kind = TYPE_BOOLEAN},
                                   false,
                                   "`evidence` is `wanted` or better; unknown where a signature "
                                   "cannot be verified here"},
    [EXCEPTION_APPROVAL_BORNE_OUT] = {"borne_out",
                                      {.kind = TYPE_BOOLEAN},
                                      false,
                                      "`evidence` is `claimed` or better"},
    [EXCEPTION_APPROVAL_ENTITLED] = {"entitled",
                                     {.kind = TYPE_BOOLEAN},
                                     false,
                                     "the policies list them (`approvers`), or nobody; unknown "
                                     "where they list a team"},
    [EXCEPTION_APPROVAL_SEPARATE] = {"separate",
                                     {.kind = TYPE_BOOLEAN},
                                     false,
                                     "they did not write the commit that granted or last extended "
                                     "the record, nor a line that it excuses, where the policies "
                                     "ask for that "
                                     "(`separation_of_duties`)"},
    [EXCEPTION_APPROVAL_WHY] =
        {"why",
         {.kind = TYPE_TEXT},
         true,
         "why no more is proved than that: less than is wanted, else than is "
         "claimed, else than the best"},
    {0},
};

static const char *const approval_key[] = {"id", "by", "path", NULL};

const struct fact_kind fact_kind_exception_approval = {
    .name = "exception_approval",
    .summary = "an approval of an exception, and what proves it",
    .key = approval_key,
    .fields = approval_fields,
};

static const struct fact_kind *const kinds[] = {&fact_kind_exception, &fact_kind_exception_defect,
                                                &fact_kind_exception_event,
                                                &fact_kind_exception_approval, NULL};

FACT(exception) = {
    .name = "exception",
    .area = FACT_AREA_GOVERNANCE,
    .summary = "exceptions: their state on the day, what they excuse, and their defects",
    .version = 1,
    .kinds = kinds,
    .is_published = true,
};
