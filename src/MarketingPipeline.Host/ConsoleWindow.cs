using System.Management.Automation.Host;

namespace MarketingPipeline.Host;

/// <summary>The console's size. Output that is not a terminal's is 120 wide, wherever it runs.</summary>
internal sealed class ConsoleWindow : PSHostRawUserInterface
{
    private const int PlainWidth = 120;
    private const int PlainHeight = 50;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override Size BufferSize
    {
        get => new(Width, PlainHeight);
        set { }
    }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 1;

    public override bool KeyAvailable => false;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Size MaxWindowSize => BufferSize;

    public override Coordinates WindowPosition { get; set; }

    public override Size WindowSize
    {
        get => BufferSize;
        set { }
    }

    public override string WindowTitle { get; set; } = "";

    internal static int Width
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth < 40 ? PlainWidth : Console.WindowWidth;
            }
            catch (IOException)
            {
                return PlainWidth;
            }
        }
    }

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new HostException("This console does not ask for input.");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }
}
