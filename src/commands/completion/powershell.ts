import { flagGroups, type Completed, type CompletedCommand } from './words.js';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`;

/** null: PowerShell completes names of files where a completer returns nothing. */
const wordsOf = (value: Completed): string =>
  value.kind === 'words'
    ? list(value.words)
    : value.kind === 'connection'
      ? '@(& mp2fb completion --connections 2>$null)'
      : '@()';

/** The script for PowerShell. */
export const powershellScript = (commands: readonly CompletedCommand[], routes: readonly string[]): string => {
  const values = flagGroups(commands).flatMap(({ keys, value }) =>
    keys.map((key) => `        ${quoted(key)} { ${wordsOf(value)}; $found = $true }`),
  );
  const flags = commands.map(
    ({ route, flags: all }) => `        ${quoted(route)} { ${list(all.flatMap(({ names }) => names))} }`,
  );
  const rest = commands.map(({ route, commands: below, argument }) => {
    const words = below.length > 0 ? list(below.map(({ name }) => name)) : wordsOf(argument);
    return `        ${quoted(route)} { ${words} }`;
  });
  return `# Completion of mp2fb for PowerShell. Made by: mp2fb completion powershell
Register-ArgumentCompleter -Native -CommandName mp2fb -ScriptBlock {
    param($word, $ast, $position)
    $route = ''
    $before = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
    foreach ($one in $before) {
        $longer = "$route $one".Trim()
        if (${list(routes)} -ccontains $longer) { $route = $longer }
    }
    $last = if ($before.Count -gt 0) { $before[-1] } else { '' }
    $found = $false
    $words = @(switch -CaseSensitive -Exact ("$route|$last") {
${values.join('\n')}
    })
    if (-not $found) {
        $words = if ($word -like '-*') { switch -CaseSensitive -Exact ($route) {
${flags.join('\n')}
        } } else { switch -CaseSensitive -Exact ($route) {
${rest.join('\n')}
        } }
    }
    $words | Where-Object { $_ -and $_.StartsWith($word, [StringComparison]::Ordinal) } | ForEach-Object {
        $text = if ($_ -match '^[\\w./:-]+$') { $_ } else { "'" + $_.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
`;
};
