using Hub.Expressions;
using Hub.Mappings;
using Hub.Tests.Calendars;

namespace Hub.Tests.Mappings.Functions;

public sealed class CalendarFunctionsTests
{
    private static readonly Scope Scope = Scope.Of(new MappingTypes(SomeCalendars.Office).Functions);

    [Theory]
    [InlineData("is_open('office', timestamp('2026-11-23T12:00:00Z'))")]
    [InlineData("!is_open('office', timestamp('2026-11-22T12:00:00Z'))")]
    [InlineData("add_open('office', timestamp('2026-11-27T16:50:00Z'), duration('15m')) == timestamp('2026-11-30T09:05:00Z')")]
    public void Function_Holds(string source)
    {
        var result = Expression.Compile(source, Scope);
        result.Errors.ShouldBeEmpty();
        result.Compiled!.Evaluate(new Frame(Scope)).IsTrue.ShouldBeTrue();
    }

    [Theory]
    [InlineData("is_open('offce', timestamp('2026-11-23T12:00:00Z'))", 8)]
    [InlineData("add_open('offce', timestamp('2026-11-23T12:00:00Z'), duration('1m'))", 9)]
    public void UndeclaredCalendar_IsRefusedWithASuggestion(string source, int position)
    {
        var error = Expression.Compile(source, Scope).Errors.ShouldHaveSingleItem();
        error.Position.ShouldBe(position);
        error.Message.ShouldBe("There is no calendar offce. Did you mean office? Declare it under Calendars in the settings, or in calendars.json beside the mapping files.");
    }

    [Theory]
    [InlineData("is_open('off' + 'ce', timestamp('2026-11-23T12:00:00Z')) ? 1 : 0", "There is no calendar offce.")]
    [InlineData("is_open('office', timestamp('0001-01-01T00:00:00Z')) ? 1 : 0", "Calendars know the years 1900 to 8999.")]
    [InlineData("add_open('office', timestamp('2026-11-23T12:00:00Z'), duration('-1m'))", "add_open takes a duration not below zero.")]
    [InlineData("add_open('office', timestamp('2026-11-23T12:00:00Z'), duration('876000h'))", "The calendar office does not open so long")]
    public void WhatCannotBe_IsAnError(string source, string begins)
    {
        // A whole of constants is evaluated when it is compiled.
        var result = Expression.Compile(source, Scope);
        (result.Compiled?.Evaluate(new Frame(Scope)).AsError ?? result.Errors[0]).Message.ShouldContain(begins);
    }
}
