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
