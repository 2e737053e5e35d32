setup(name='a', install_requires=['b', 'c'])
