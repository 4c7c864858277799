<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>moqa::AboutDialog</name>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::AdaptSources</name>
    <message numerus="yes">
        <source>beyond their band: layer(s) %1</source>
        <translation>
            <numerusform>beyond their band: layer %1</numerusform>
            <numerusform>beyond their band: layers %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n expert(s) change their precision: %1 up, %2 down.</source>
        <translation>
            <numerusform>%n expert changes its precision: %1 up, %2 down.</numerusform>
            <numerusform>%n experts change their precision: %1 up, %2 down.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n expert(s)</source>
        <translation>
            <numerusform>%1: %n expert</numerusform>
            <numerusform>%1: %n experts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n patch(es)</source>
        <translation>
            <numerusform>%1: %n patch</numerusform>
            <numerusform>%1: %n patches</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::BarsView</name>
    <message numerus="yes">
        <source>%1: %n bars of %2 over %3</source>
        <translation>
            <numerusform>%1: %n bar of %2 over %3</numerusform>
            <numerusform>%1: %n bars of %2 over %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::BudgetPanel</name>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>uniform %n bit</numerusform>
            <numerusform>uniform %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::CorrelationSources</name>
    <message numerus="yes">
        <source>%1: %n pair(s)</source>
        <translation>
            <numerusform>%1: %n pair</numerusform>
            <numerusform>%1: %n pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::DendrogramRail</name>
    <message numerus="yes">
        <source>Cluster of %n experts, joined at distance %1: %2</source>
        <translation>
            <numerusform>Cluster of %n expert, joined at distance %1: %2</numerusform>
            <numerusform>Cluster of %n experts, joined at distance %1: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::Document</name>
    <message numerus="yes">
        <source>Name %n object(s) &quot;%1&quot;</source>
        <translation>
            <numerusform>Name %n object &quot;%1&quot;</numerusform>
            <numerusform>Name %n objects &quot;%1&quot;</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::DocumentEdit</name>
    <message numerus="yes">
        <source>Lock %n expert(s) in several layers</source>
        <translation>
            <numerusform>Lock %n expert in several layers</numerusform>
            <numerusform>Lock %n experts in several layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n expert(s) in several layers</source>
        <translation>
            <numerusform>Unlock %n expert in several layers</numerusform>
            <numerusform>Unlock %n experts in several layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n expert(s) in layer %1</source>
        <translation>
            <numerusform>Lock %n expert in layer %1</numerusform>
            <numerusform>Lock %n experts in layer %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n expert(s) in layer %1</source>
        <translation>
            <numerusform>Unlock %n expert in layer %1</numerusform>
            <numerusform>Unlock %n experts in layer %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Step the bits of %n expert(s) in layer %1</source>
        <translation>
            <numerusform>Step the bits of %n expert in layer %1</numerusform>
            <numerusform>Step the bits of %n experts in layer %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Step the bits of %n expert(s) in several layers</source>
        <translation>
            <numerusform>Step the bits of %n expert in several layers</numerusform>
            <numerusform>Step the bits of %n experts in several layers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n expert(s) in layer %1 to %2 bit</source>
        <translation>
            <numerusform>Set %n expert in layer %1 to %2 bit</numerusform>
            <numerusform>Set %n experts in layer %1 to %2 bit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n expert(s) in several layers to %1 bit</source>
        <translation>
            <numerusform>Set %n expert in several layers to %1 bit</numerusform>
            <numerusform>Set %n experts in several layers to %1 bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::DocumentSession</name>
    <message numerus="yes">
        <source>%n edit(s) of the last session were not saved.</source>
        <translation>
            <numerusform>%n edit of the last session was not saved.</numerusform>
            <numerusform>%n edits of the last session were not saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) restored.</source>
        <translation>
            <numerusform>%n edit restored.</numerusform>
            <numerusform>%n edits restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) of an earlier session were never saved.</source>
        <translation>
            <numerusform>%n document of an earlier session was never saved.</numerusform>
            <numerusform>%n documents of an earlier session were never saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n unsaved edit(s) from %2.</source>
        <translation>
            <numerusform>%1 has %n unsaved edit from %2.</numerusform>
            <numerusform>%1 has %n unsaved edits from %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ExportDesk</name>
    <message numerus="yes">
        <source>Checked %1: all %n tensor(s) come back as they were written.</source>
        <translation>
            <numerusform>Checked %1: the one tensor comes back as it was written.</numerusform>
            <numerusform>Checked %1: all %n tensors come back as they were written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ExportPage</name>
    <message numerus="yes">
        <source>All %n tensor(s) come back as written.</source>
        <translation>
            <numerusform>The one tensor comes back as written.</numerusform>
            <numerusform>All %n tensors come back as written.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ExportSources</name>
    <message numerus="yes">
        <source>%1: %n target(s)</source>
        <translation>
            <numerusform>%1: %n target</numerusform>
            <numerusform>%1: %n targets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n tensor(s), %2 of them not as written</source>
        <translation>
            <numerusform>%1: %n tensor, %2 of them not as written</numerusform>
            <numerusform>%1: %n tensors, %2 of them not as written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n file(s), %2</source>
        <translation>
            <numerusform>%1: %n file, %2</numerusform>
            <numerusform>%1: %n files, %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::FlowView</name>
    <message numerus="yes">
        <source>%1: the %n strongest flow(s)</source>
        <translation>
            <numerusform>%1: the %n strongest flow</numerusform>
            <numerusform>%1: the %n strongest flows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::FrontierPanel</name>
    <message numerus="yes">
        <source>%1, uniform %n bit</source>
        <translation>
            <numerusform>%1, uniform %n bit</numerusform>
            <numerusform>%1, uniform %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::FrontierSource</name>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>uniform %n bit</numerusform>
            <numerusform>uniform %n bit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n plan(s) beside the least loss at each budget</source>
        <translation>
            <numerusform>%1: %n plan beside the least loss at each budget</numerusform>
            <numerusform>%1: %n plans beside the least loss at each budget</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %n plan(s) not drawn: formats not measured</source>
        <translation>
            <numerusform>; %n plan not drawn: formats not measured</numerusform>
            <numerusform>; %n plans not drawn: formats not measured</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::GridSource</name>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::InspectorPanel</name>
    <message numerus="yes">
        <source>%n bit in the plan</source>
        <translation>
            <numerusform>%n bit in the plan</numerusform>
            <numerusform>%n bit in the plan</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::LayerLossPanel</name>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>uniform %n bit</numerusform>
            <numerusform>uniform %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::LayerLossView</name>
    <message numerus="yes">
        <source>%1 over %n layer(s): %2 %3</source>
        <translation>
            <numerusform>%1 over %n layer: %2 %3</numerusform>
            <numerusform>%1 over %n layers: %2 %3</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::LogCapture</name>
    <message numerus="yes">
        <source>%n line(s) came too fast and are not shown.</source>
        <translation>
            <numerusform>%n line came too fast and is not shown.</numerusform>
            <numerusform>%n lines came too fast and are not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::MainWindow</name>
    <message numerus="yes">
        <source>%n job(s) still run.</source>
        <translation>
            <numerusform>%n job still runs.</numerusform>
            <numerusform>%n jobs still run.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::MappingSources</name>
    <message numerus="yes">
        <source>%n text(s), %1 tokens</source>
        <translation>
            <numerusform>%n text, %1 tokens</numerusform>
            <numerusform>%n texts, %1 tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 tokens; %n channel(s) by falling significance</source>
        <translation>
            <numerusform>%1, %2 tokens; %n channel by falling significance</numerusform>
            <numerusform>%1, %2 tokens; %n channels by falling significance</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::MembershipPanel</name>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::MessageBar</name>
    <message numerus="yes">
        <source>(%n times)</source>
        <translation>
            <numerusform>(once)</numerusform>
            <numerusform>(%n times)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ModelPage</name>
    <message numerus="yes">
        <source>, quantized to %n bit</source>
        <translation>
            <numerusform>, quantized to %n bit</numerusform>
            <numerusform>, quantized to %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ModelPanel</name>
    <message numerus="yes">
        <source>, %n shared</source>
        <translation>
            <numerusform>, %n shared</numerusform>
            <numerusform>, %n shared</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ModelSources</name>
    <message numerus="yes">
        <source>; %n distinct value(s), a bar each</source>
        <translation>
            <numerusform>; %n distinct value, a bar each</numerusform>
            <numerusform>; %n distinct values, a bar each</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ModelTreeModel</name>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::QuantizePage</name>
    <message numerus="yes">
        <source>Stopped after %n layer(s), which are kept beside %1.</source>
        <translation>
            <numerusform>Stopped after %n layer, which is kept beside %1.</numerusform>
            <numerusform>Stopped after %n layers, which are kept beside %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::RulesPanel</name>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fits %n tensor(s).</source>
        <translation>
            <numerusform>Fits %n tensor.</numerusform>
            <numerusform>Fits %n tensors.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ScatterView</name>
    <message numerus="yes">
        <source>%n not drawn: zero or not seen</source>
        <translation>
            <numerusform>%n not drawn: zero or not seen</numerusform>
            <numerusform>%n not drawn: zero or not seen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not drawn: not seen</source>
        <translation>
            <numerusform>%n not drawn: not seen</numerusform>
            <numerusform>%n not drawn: not seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::SeriesView</name>
    <message numerus="yes">
        <source>%1: %2 over %n %3(s)</source>
        <translation>
            <numerusform>%1: %2 over %n %3</numerusform>
            <numerusform>%1: %2 over %n %3s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::Staleness</name>
    <message numerus="yes">
        <source>Stopped after %n layer(s).</source>
        <translation>
            <numerusform>Stopped after %n layer.</numerusform>
            <numerusform>Stopped after %n layers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudyDesk</name>
    <message numerus="yes">
        <source>The study is done: %n row(s).</source>
        <translation>
            <numerusform>The study is done: %n row.</numerusform>
            <numerusform>The study is done: %n rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The study stopped after %n row(s), which are kept.</source>
        <translation>
            <numerusform>The study stopped after %n row, which is kept.</numerusform>
            <numerusform>The study stopped after %n rows, which are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudyForm</name>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>uniform %n bit</numerusform>
            <numerusform>uniform %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudyPage</name>
    <message numerus="yes">
        <source>Unfinished: %n plan(s) were scored.</source>
        <translation>
            <numerusform>Unfinished: %n plan was scored.</numerusform>
            <numerusform>Unfinished: %n plans were scored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s).</source>
        <translation>
            <numerusform>%n plan.</numerusform>
            <numerusform>%n plans.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudyPoints</name>
    <message numerus="yes">
        <source>%1: %n point(s)</source>
        <translation>
            <numerusform>%1: %n point</numerusform>
            <numerusform>%1: %n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s) of %1</source>
        <translation>
            <numerusform>%n plan of %1</numerusform>
            <numerusform>%n plans of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s) of %1: rank correlation %2</source>
        <translation>
            <numerusform>%n plan of %1: rank correlation %2</numerusform>
            <numerusform>%n plans of %1: rank correlation %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudySummary</name>
    <message numerus="yes">
        <source>%n plan(s) were scored.</source>
        <translation>
            <numerusform>%n plan was scored.</numerusform>
            <numerusform>%n plans were scored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n budget(s) were out of a method&apos;s reach.</source>
        <translation>
            <numerusform>%n budget was out of a method&apos;s reach.</numerusform>
            <numerusform>%n budgets were out of a method&apos;s reach.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::StudyTable</name>
    <message numerus="yes">
        <source>recovered: per cent of what uniform %n bit loses, with 95 % intervals</source>
        <translation>
            <numerusform>recovered: per cent of what uniform %n bit loses, with 95 % intervals</numerusform>
            <numerusform>recovered: per cent of what uniform %n bit loses, with 95 % intervals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n plan(s)</source>
        <translation>
            <numerusform>%1: %n plan</numerusform>
            <numerusform>%1: %n plans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::TableTwin</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::WalkPage</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> through %n layer(s) with experts</source>
        <translation>
            <numerusform> through %n layer with experts</numerusform>
            <numerusform> through %n layers with experts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::WidthBrush</name>
    <message numerus="yes">
        <source>Brush: %n bit</source>
        <translation>
            <numerusform>Brush: %n bit</numerusform>
            <numerusform>Brush: %n bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::Workbench</name>
    <message numerus="yes">
        <source>%n text(s) added: the first two thirds calibrate, the last third evaluates.</source>
        <translation>
            <numerusform>%n text added: the first two thirds calibrate, the last third evaluates.</numerusform>
            <numerusform>%n texts added: the first two thirds calibrate, the last third evaluates.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n text(s)</source>
        <translation>
            <numerusform>Add %n text</numerusform>
            <numerusform>Add %n texts</numerusform>
        </translation>
    </message>
</context>
</TS>
