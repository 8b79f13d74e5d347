namespace Hub.Commands;

/// <summary>What the command line ends with.</summary>
internal static class ExitCode
{
    /// <summary>Everything is fine.</summary>
    public const int Fine = 0;

    /// <summary>The command did its work and found something wrong, or nothing at all; a running hub was ended by a fault of its own.</summary>
    public const int Found = 1;

    /// <summary>The call is wrong, or the hub cannot start or be reached.</summary>
    public const int WrongCall = 2;
}
