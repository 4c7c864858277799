// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/workbench_actions.h"

#include "views/state/selection_actions.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

#include <QCoreApplication>
#include <algorithm>

namespace moqa {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Actions)
};

constexpr const char* kThemeTip = QT_TRANSLATE_NOOP("moqa::Actions", "Colours of the window");
constexpr const char* kLayoutTip = QT_TRANSLATE_NOOP(
    "moqa::Actions", "Arrange the panels for this work; changes to a layout are kept");

QKeySequence keys(const char* text) { return QKeySequence(QLatin1String(text)); }

void addFileActions(ActionCatalogue& actions, Workbench& workbench) {
    actions.add("file.open"_L1,
                {Text::tr("&Open..."), Text::tr("Open a model folder, a model file or a workspace"),
                 QKeySequence::keyBindings(QKeySequence::Open), "open"_L1});
    actions.add("file.openFolder"_L1,
                {Text::tr("Open model &folder..."),
                 Text::tr("Open a folder in hub layout: config.json and its shards"),
                 {keys("Ctrl+Shift+O")},
                 "folder"_L1});
    QAction* const demo = actions.add(
        "file.demo"_L1, {Text::tr("Open &demo model"),
                         Text::tr("Open the shipped model and analyse it on three shipped texts"),
                         {},
                         "demo"_L1});
    QObject::connect(demo, &QAction::triggered, &workbench, &Workbench::openDemo);
    actions.add("file.save"_L1,
                {Text::tr("&Save workspace"), Text::tr("Save analysis, plans and reports"),
                 QKeySequence::keyBindings(QKeySequence::Save), "save"_L1});
    actions.add("file.saveAs"_L1, {Text::tr("Save workspace &as..."),
                                   Text::tr("Save under another name"),
                                   {keys("Ctrl+Shift+S")}});
    QAction* const close =
        actions.add("file.close"_L1, {Text::tr("&Close"),
                                      Text::tr("Close the model and return to the welcome page"),
                                      {keys("Ctrl+W")}});
    QObject::connect(close, &QAction::triggered, &workbench, &Workbench::closeDocument);
    actions.add("file.quit"_L1,
                {Text::tr("&Quit"), Text::tr("Leave the program"), {keys("Ctrl+Q")}});
    QAction* const reload =
        actions.add("file.reload"_L1, {Text::tr("&Reload"),
                                       Text::tr("Read the model or workspace from disk again"),
                                       {keys("F5")}});
    QObject::connect(reload, &QAction::triggered, &workbench, [&workbench] {
        const Document& document = workbench.document();
        if (!document.path().isEmpty())
            workbench.openPaths({document.path()});
        else if (document.model())
            workbench.openPaths({qstr(document.model()->path())});
    });
    // Texts and paths come from the recent list; here are the keys.
    for (int number = 1; number <= kRecentKeys; ++number)
        actions.add(QStringLiteral("recent.%1").arg(number),
                    {Text::tr("Recent file %1").arg(number),
                     Text::tr("Open number %1 of the recent list").arg(number),
                     {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number))}});
}

void addEditActions(ActionCatalogue& actions, Workbench& workbench) {
    Document& document = workbench.document();
    QAction* const undo = actions.add(
        "edit.undo"_L1, {Text::tr("&Undo"), Text::tr("Take back the last edit of a plan"),
                         QKeySequence::keyBindings(QKeySequence::Undo), "undo"_L1});
    // All bindings: on some platforms the first one of Redo is Ctrl+Y alone.
    QAction* const redo = actions.add("edit.redo"_L1, {Text::tr("&Redo"),
                                                       Text::tr("Do the edit again"),
                                                       {keys("Ctrl+Shift+Z"), keys("Ctrl+Y")},
                                                       "redo"_L1});
    QObject::connect(undo, &QAction::triggered, &document, &Document::undo);
    QObject::connect(redo, &QAction::triggered, &document, &Document::redo);
    QUndoStack& stack = document.undoStack();
    const auto follow = [&actions, undo, redo, &stack] {
        actions.setEnabled("edit.undo"_L1, stack.canUndo(), Text::tr("nothing was edited yet"));
        actions.setEnabled("edit.redo"_L1, stack.canRedo(), Text::tr("nothing was undone"));
        undo->setText(stack.canUndo() ? Text::tr("&Undo: %1").arg(stack.undoText())
                                      : Text::tr("&Undo"));
        redo->setText(stack.canRedo() ? Text::tr("&Redo: %1").arg(stack.redoText())
                                      : Text::tr("&Redo"));
    };
    QObject::connect(&stack, &QUndoStack::indexChanged, undo, follow);
    follow();
    QAction* const clear =
        actions.add("edit.clearSelection"_L1,
                    {Text::tr("Clear &selection"), Text::tr("Select nothing"), {keys("Esc")}});
    actions.add("edit.find"_L1,
                {Text::tr("&Find"), Text::tr("Search in the page, or in everything"),
                 QKeySequence::keyBindings(QKeySequence::Find)});
    actions.add("edit.settings"_L1, {Text::tr("Se&ttings..."),
                                     Text::tr("Theme, font size, language, computing"),
                                     {keys("Ctrl+,")}});
    QObject::connect(clear, &QAction::triggered, &document, [&workbench] {
        if (workbench.document().inGesture())
            workbench.document().endGesture();
        else
            workbench.selection().clear();
    });
}

// Single keys: they live on the plot that has the focus.
void addPlanActions(ActionCatalogue& actions, Workbench& workbench) {
    Document& document = workbench.document();
    const auto add = [&](const QString& id, ActionSpec spec, auto verb) {
        spec.context = Qt::WidgetShortcut;
        QAction* const action = actions.add(id, spec);
        QObject::connect(action, &QAction::triggered, &document, [&workbench, verb] {
            verb(workbench.document(), workbench.targetCells());
        });
    };
    add("plan.fewerBits"_L1,
        {Text::tr("Fewer bits"),
         Text::tr("Next narrower width for the selected experts"),
         {keys("["), keys("-")},
         "bits-down"_L1},
        [](Document& d, const Document::Cells& cells) { d.stepBits(cells, -1); });
    add("plan.moreBits"_L1,
        {Text::tr("More bits"),
         Text::tr("Next wider width for the selected experts"),
         {keys("]"), keys("+"), keys("=")},
         "bits-up"_L1},
        [](Document& d, const Document::Cells& cells) { d.stepBits(cells, +1); });
    add("plan.lock"_L1,
        {Text::tr("Lock or unlock"),
         Text::tr("Locked experts keep their width"),
         {keys("L")},
         "lock"_L1},
        [](Document& d, const Document::Cells& cells) {
            const bool allLocked =
                !cells.empty() && std::all_of(cells.begin(), cells.end(), [&](const auto& cell) {
                    return d.locked(cell.first, cell.second);
                });
            d.setLocked(cells, !allLocked);
        });
}

// Alt+1 to Alt+9, and Alt+0 for the tenth; pages behind it have none of their own.
QList<QKeySequence> pageKeys(int number) {
    if (number > 9) return {};
    const int key = number == 9 ? Qt::Key_0 : Qt::Key_1 + number;
    return {QKeySequence(Qt::ALT | static_cast<Qt::Key>(key))};
}

void addViewActions(ActionCatalogue& actions, Workbench& workbench) {
    int number = 0;
    for (const PageEntry& page : pageEntries()) {
        QAction* const action = actions.add("page."_L1 + QLatin1String(page.id),
                                            {Text::tr(page.title),
                                             Text::tr("Show the page %1").arg(Text::tr(page.title)),
                                             pageKeys(number++), QLatin1String(page.icon), true});
        QObject::connect(action, &QAction::triggered, &workbench, [&workbench, id = page.id] {
            emit workbench.pageRequested(QLatin1String(id));
        });
    }
    for (const auto& [id, text] :
         {std::pair{"view.themeSystem", QT_TRANSLATE_NOOP("moqa::Actions", "As the &system")},
          std::pair{"view.themeLight", QT_TRANSLATE_NOOP("moqa::Actions", "&Light")},
          std::pair{"view.themeDark", QT_TRANSLATE_NOOP("moqa::Actions", "&Dark")}})
        actions.add(QLatin1String(id), {Text::tr(text), Text::tr(kThemeTip), {}, {}, true});
    for (const auto& [id, text] :
         {std::pair{"view.layoutExplore", QT_TRANSLATE_NOOP("moqa::Actions", "&Explore")},
          std::pair{"view.layoutQuantize", QT_TRANSLATE_NOOP("moqa::Actions", "&Quantize")},
          std::pair{"view.layoutCompare", QT_TRANSLATE_NOOP("moqa::Actions", "&Compare")}})
        actions.add(QLatin1String(id), {Text::tr(text), Text::tr(kLayoutTip), {}, {}, true});
    actions.add(
        "view.nextPanel"_L1,
        {Text::tr("&Next panel"), Text::tr("Move the keys to the next panel"), {keys("F6")}});
    actions.add("view.previousPanel"_L1, {Text::tr("&Previous panel"),
                                          Text::tr("Move the keys to the panel before"),
                                          {keys("Shift+F6")}});
    actions.add("view.presenter"_L1,
                {Text::tr("Presenter &mode"),
                 Text::tr("Large fonts, light colours, panels away: and back with the same key"),
                 {keys("F11")},
                 {},
                 true});
    actions.add("view.resetLayout"_L1,
                {Text::tr("&Reset layout"), Text::tr("Put all panels where they were at first")});
}

void addHelpActions(ActionCatalogue& actions) {
    actions.add("help.manual"_L1, {Text::tr("&Manual"),
                                   Text::tr("Pages, metrics and keys, explained"),
                                   {keys("F1")},
                                   "info"_L1});
    actions.add("help.whatsThis"_L1, {Text::tr("&What's this?"),
                                      Text::tr("Click on anything to have it explained"),
                                      {keys("Shift+F1")}});
    actions.add("help.tour"_L1, {Text::tr("Take the &tour"),
                                 Text::tr("The work in five steps on the demo model"),
                                 {},
                                 "play"_L1});
    actions.add("help.palette"_L1,
                {Text::tr("&Command palette..."),
                 Text::tr("Find any action, tensor or recent file by a few letters"),
                 {keys("Ctrl+Shift+P")}});
    actions.add("help.keys"_L1, {Text::tr("&Keys and gestures..."),
                                 Text::tr("What the keys do, and other keys for it"),
                                 {keys("Ctrl+?"), keys("Ctrl+/")}});
    actions.add("help.about"_L1,
                {Text::tr("&About MoQa Workbench"), Text::tr("Versions and licences")});
}

void addWorkActions(ActionCatalogue& actions) {
    actions.add("work.corpora"_L1, {Text::tr("&Texts and analysis..."),
                                    Text::tr("Choose texts and run the three stages on them"),
                                    {keys("Ctrl+T")},
                                    "analyze"_L1});
    actions.add("work.plan"_L1, {Text::tr("Make &plan..."),
                                 Text::tr("Choose a method and a budget"),
                                 {keys("Ctrl+P")},
                                 "plan"_L1});
    actions.add("work.measure"_L1,
                {Text::tr("&Measure losses..."),
                 Text::tr("Measure what each width of each expert costs: what optimal plans need"),
                 {keys("Ctrl+M")},
                 "analyze"_L1});
    actions.add("work.quantize"_L1,
                {Text::tr("&Quantize..."),
                 Text::tr("Quantize with the plan shown and write an HDF5 file"),
                 {keys("Ctrl+R")},
                 "quantize"_L1});
    actions.add("work.evaluate"_L1, {Text::tr("&Evaluate"),
                                     Text::tr("Compare the quantized model with the full one"),
                                     {keys("Ctrl+Shift+R")},
                                     "evaluate"_L1});
    actions.add("work.openStudy"_L1, {Text::tr("&Open study report..."),
                                      Text::tr("Show the report of a study that was saved"),
                                      {},
                                      "open"_L1});
    actions.add("work.saveStudy"_L1, {Text::tr("Save study &report..."),
                                      Text::tr("Write the study in sight as JSON, CSV or text"),
                                      {},
                                      "save"_L1});
    actions.add("work.adapt"_L1,
                {Text::tr("Adapt to a &new text..."),
                 Text::tr("Choose a text and see whether the quantized file still fits it"),
                 {},
                 "adapt"_L1});
    actions.add("work.savePatch"_L1,
                {Text::tr("Save pat&ch..."),
                 Text::tr("Write the channel switch for the text that was checked"),
                 {},
                 "save"_L1});
    actions.add(
        "work.addPatch"_L1,
        {Text::tr("A&dd patch..."), Text::tr("Lay a patch over the quantized file"), {}, "add"_L1});
    actions.add("plot.exportImage"_L1, {Text::tr("Export plot as &picture..."),
                                        Text::tr("The plot in use as PNG, twice the screen's size"),
                                        {keys("Ctrl+Shift+E")}});
    actions.add("plot.exportData"_L1, {Text::tr("Export plot &data..."),
                                       Text::tr("The values of the plot in use as CSV"),
                                       {keys("Ctrl+E")}});
    actions.add("work.export"_L1, {Text::tr("E&xport safetensors..."),
                                   Text::tr("Write the quantized weights back as bf16 safetensors"),
                                   {keys("Ctrl+Shift+X")},
                                   "export"_L1});
}

} // namespace

const QList<PageEntry>& pageEntries() {
    static const QList<PageEntry> entries = {
        {"welcome", QT_TRANSLATE_NOOP("moqa::Actions", "Welcome"), "home"},
        {"model", QT_TRANSLATE_NOOP("moqa::Actions", "Model"), "model"},
        {"activation", QT_TRANSLATE_NOOP("moqa::Actions", "Activation"), "activation"},
        {"walk", QT_TRANSLATE_NOOP("moqa::Actions", "Token walk"), "walk"},
        {"mapping", QT_TRANSLATE_NOOP("moqa::Actions", "Mapping"), "mapping"},
        {"correlation", QT_TRANSLATE_NOOP("moqa::Actions", "Correlation"), "correlation"},
        {"plan", QT_TRANSLATE_NOOP("moqa::Actions", "Plan"), "plan"},
        {"quantize", QT_TRANSLATE_NOOP("moqa::Actions", "Quantize"), "quantize"},
        {"scores", QT_TRANSLATE_NOOP("moqa::Actions", "Scores"), "scores"},
        {"study", QT_TRANSLATE_NOOP("moqa::Actions", "Study"), "study"},
        {"adapt", QT_TRANSLATE_NOOP("moqa::Actions", "Adapt"), "adapt"},
        {"export", QT_TRANSLATE_NOOP("moqa::Actions", "Export"), "export"},
    };
    return entries;
}

void addWorkbenchActions(Workbench& workbench) {
    ActionCatalogue& actions = workbench.actions();
    addFileActions(actions, workbench);
    addEditActions(actions, workbench);
    addWorkActions(actions);
    addPlanActions(actions, workbench);
    addSelectionActions(workbench);
    addViewActions(actions, workbench);
    addHelpActions(actions);
}

} // namespace moqa
