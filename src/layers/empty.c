/* The main of the layer guards: linked with the whole of one library and the archives that it may use. */
int main(void)
{
    return 0;
}
