<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Document</name>
    <message numerus="yes">
        <source>%n expert(s)</source>
        <translation>
            <numerusform>%n expert</numerusform>
            <numerusform>%n experts</numerusform>
        </translation>
    </message>
</context>
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
        <source>%n bit</source>
        <translation>
            <numerusform>%n bit</numerusform>
            <numerusform>%n bit</numerusform>
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
        <source>%n job(s) still run. Stop and close?</source>
        <translation>
            <numerusform>%n job still runs. Stop and close?</numerusform>
            <numerusform>%n jobs still run. Stop and close?</numerusform>
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
        <source>Stopped after %n layer(s); they are kept beside %1.</source>
        <translation>
            <numerusform>Stopped after %n layer; it is kept beside %1.</numerusform>
            <numerusform>Stopped after %n layers; they are kept beside %1.</numerusform>
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
</context>
</TS>
