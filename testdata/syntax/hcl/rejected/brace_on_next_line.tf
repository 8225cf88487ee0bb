# error in line 2: The brace stands on the line of the type.
a "b"
{
}
